/** Emitted configuration under a real lighttpd. */
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {lighttpd as emitter} from '../../src/servers/lighttpd/emitter.ts'
import {send} from '../support/http.ts'
import {startLighttpd} from '../support/other-fronts.ts'
import {describeLive, type Live} from './live.ts'
import {sideOf} from './sweep.ts'

describeLive({
  emitter,
  program: 'lighttpd',
  start: startLighttpd,
  configure: ({root, php, emitted = ''}) => `${phpServer(php)}${siteConfig(root)}${emitted}`,
  refused: [],
  down: 503,
  careless: [/"[^"]*\/index\.php" =>/, '"/index.php" =>'],
  more: lighttpdAlone,
})

function lighttpdAlone({documentRoot, server, php, text}: Live): void {
  const sides = async (): Promise<(string | undefined)[]> => [
    sideOf(await send(server(), {target: '/index.php/x'})),
    sideOf(await send(server(), {target: '/other.php'})),
  ]

  test.each<[string, (emitted: string) => string]>([
    ['after', (emitted) => `${phpServer(php())}${emitted}`],
    ['before', (emitted) => `${emitted}${phpServer(php()).replace(' = ', ' += ')}`],
    ['in the same condition as', (emitted) => `$HTTP["host"] =~ "." {\n${phpServer(php())}${emitted}}\n`],
  ])('works %s the line that says how PHP is run', async (_, around) => {
    await server().restart(siteConfig(documentRoot) + around(text(['index.php'])))
    expect(await sides()).toEqual(['typescript', 'php'])
  })

  test('outside the condition in which PHP is run, PHP answers', async () => {
    const conditional = `$HTTP["host"] =~ "." {\n${phpServer(php())}}\n`
    await server().restart(siteConfig(documentRoot) + conditional + text(['index.php']))
    expect(await sides()).toEqual(['php', 'php'])
  })
}

function phpServer(php: string): string {
  const socket = php.slice('unix:'.length)
  return `fastcgi.server = ( ".php" => (( "socket" => "${socket}", "broken-scriptfilename" => "enable" )) )\n`
}

/** The site's own configuration, as people write it. */
function siteConfig(root: string): string {
  return `mimetype.assign = ( ".txt" => "text/plain" )
alias.url = ( "/alias/" => "${root}/" )
url.access-deny = ( ".htaccess" )
url.rewrite-once = ( "^/article/(\\d+)(?:\\?(.*))?$" => "/article.php?id=$1&$2" )
url.rewrite-if-not-file = ( "^/front/[^?]*(?:\\?(.*))?$" => "/index.php?u=front&$1" )
auth.backend = "htpasswd"
auth.backend.htpasswd.userfile = "${join(root, '../passwords')}"
auth.require = ( "/closed/basic/" => ( "method" => "basic", "realm" => "Members", "require" => "valid-user" ) )
$HTTP["url"] =~ "^(?:/alias)?/closed/(?:directory|order|rewrite|require|location)/" { url.access-deny = ( "" ) }
$HTTP["url"] =~ "^/closed/files/secret\\.php" { url.access-deny = ( "" ) }
$HTTP["url"] =~ "^/missing" { server.error-handler-404 = "/article.php" }
`
}
