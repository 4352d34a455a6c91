/** Pages that are handed to somebody else than our FastCGI backend: mod_python, and a CGI program. */
import {chmodSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, test} from 'vitest'
import {type PageToRoute, planRoutes} from '../../src/routes/plan.ts'
import {apache as emitter} from '../../src/servers/apache/emitter.ts'
import type {CustomHandler, EmitOptions, ServerConfig} from '../../src/servers/types.ts'
import {startApache} from '../support/apache.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {send} from '../support/http.ts'
import {describeWith} from '../support/programs.ts'

const python: CustomHandler = {
  module: 'python_module',
  directives: ['SetHandler mod_python', 'PythonHandler {name}::handler'],
}
const page = "<?php // SECRET\necho 'PHP ', $_SERVER['SCRIPT_NAME'];"
const moved = (...paths: string[]): PageToRoute[] => paths.map((path) => ({path, exposure: 'typescript'}))

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function siteOf(files: Record<string, string>): {root: string; folder: string} {
  const {path, remove} = makeDirectory('handlers')
  cleanUps.push(remove)
  writeFiles(join(path, 'www'), files)
  return {root: join(path, 'www'), folder: path}
}

function emit(pages: PageToRoute[], options: Partial<EmitOptions>): ServerConfig {
  return emitter.emit(planRoutes(pages), {
    ...{site: 'shop', backend: '127.0.0.1:9100', documentRoots: ['/srv/www'], style: 'custom', form: 'htaccess'},
    ...options,
  })
}

describe('style custom', () => {
  const plain = {...python, plain: true}
  const lines = (config: ServerConfig): string[] =>
    (config.files[0]?.text ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'))

  test('comes out as people write it by hand', () => {
    const config = emit(moved('index.php'), {custom: plain, files: ['index.php', 'list.php', 'admin/users.php']})
    expect(lines(config)).toEqual([
      '<IfModule python_module>',
      '<Files index.php>',
      'SetHandler mod_python',
      'PythonHandler index::handler',
      '</Files>',
      '</IfModule>',
    ])
  })

  test('fills in the path, the name and the file', () => {
    const custom = {module: 'x_module', directives: ['Handle "{page}" {name} {file} {other}']}
    expect(lines(emit(moved('admin/users.list.php'), {custom}))).toContain(
      '      Handle "admin/users.list.php" users.list /srv/www/admin/users.list.php {other}',
    )
  })

  test.each([
    ['a name that another file has too', ['index.php'], {custom: plain, files: ['index.php', 'a/index.php']}, 'NAME_NOT_UNIQUE'],
    ['a plain section for an odd name', ['a*.php'], {custom: {...plain, directives: ['SetHandler x']}, files: []}, 'PLAIN_SECTION'],
    ['a name that could mean something', ['a"b.php'], {custom: python}, 'CUSTOM_NAME'],
    ['a document root that could mean something', ['a.php'], {custom: {...python, directives: ['X {file}']}, documentRoots: ['/srv/w w']}, 'CUSTOM_NAME'],
    ['a directive that opens a section', ['a.php'], {custom: {...python, directives: ['<If "1">']}}, 'CUSTOM_DIRECTIVE'],
    ['a directive that goes on in the next line', ['a.php'], {custom: {...python, directives: ['X \\']}}, 'CUSTOM_DIRECTIVE'],
    ['two directives in one', ['a.php'], {custom: {...python, directives: ['X\nY']}}, 'CUSTOM_DIRECTIVE'],
    ['a module that is none', ['a.php'], {custom: {...python, module: 'x> y'}}, 'CUSTOM_MODULE'],
    ['no directives', ['a.php'], {}, 'CUSTOM_MISSING'],
  ])('refuses %s', (_, paths, options, code) => {
    expect(emit(moved(...paths), options)).toMatchObject({files: [], refusals: [{code}]})
  }) // biome-ignore format: a table
})

describeWith(['apache', 'mod_php', 'mod_python'], 'under mod_python', () => {
  const source = `from mod_python import apache
def handler(req):
    req.content_type = 'text/plain'
    req.write('Python ' + req.uri)
    return apache.OK
`

  test.each([
    ['plain', 'htaccess'],
    ['plain', 'vhost'],
    ['exact', 'htaccess'],
    ['exact', 'vhost'],
  ])('%s sections for %s hand a page over and leave the others to PHP', async (sections, form) => {
    const {root, folder} = siteOf({'index.php': page, 'list.php': page, 'sub/other.php': page})
    writeFiles(folder, {'python/index.py': source})
    const apache = await startApache({
      mpm: 'prefork',
      php: 'module',
      documentRoot: root,
      modules: {with: ['python']},
      serverConfig: `PythonPath "sys.path + ['${folder}/python']"`,
    })
    cleanUps.push(apache.stop)
    const custom = sections === 'plain' ? {...python, plain: true} : python
    const config = emit(moved('index.php'), {
      custom,
      form,
      documentRoots: [root],
      files: ['index.php', 'list.php', 'sub/other.php'],
    })
    if (form === 'htaccess') writeFiles(root, {'.htaccess': config.files[0]?.text ?? ''})
    else await apache.reload({virtualHostConfig: config.files[0]?.text ?? ''})
    const body = async (target: string): Promise<string> => (await send(apache, {target})).body.toString()
    expect(await body('/index.php')).toBe('Python /index.php')
    expect(await body('/')).toBe('Python /index.php')
    expect(await body('/list.php')).toBe('PHP /list.php')
    expect(await body('/sub/other.php')).toBe('PHP /sub/other.php')
  })

  test('without mod_python PHP answers, and never its source', async () => {
    const {root} = siteOf({'index.php': page})
    const apache = await startApache({mpm: 'prefork', php: 'module', documentRoot: root})
    cleanUps.push(apache.stop)
    writeFiles(root, {
      '.htaccess': emit(moved('index.php'), {custom: python, documentRoots: [root]}).files[0]?.text ?? '',
    })
    expect((await send(apache, {target: '/'})).body.toString()).toBe('PHP /index.php')
  })
})

describeWith(['apache', 'mod_php'], 'by a CGI program', () => {
  const program = `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n%s' "CGI $PATH_INFO $PATH_TRANSLATED $QUERY_STRING $REMOTE_USER"
`

  test.each(['htaccess', 'vhost'])(
    'for %s: a page that moved is answered by it, others by PHP, and closed ones stay closed',
    async (form) => {
      const {root, folder} = siteOf({
        'index.php': page,
        'sub/index.php': page,
        'shut/page.php': page,
        'shut/.htaccess': 'Require all denied\n',
      })
      writeFiles(folder, {'cgi/migrate.cgi': program})
      chmodSync(join(folder, 'cgi/migrate.cgi'), 0o755)
      const alias = form === 'htaccess' ? `ScriptAlias /cgi-bin/ "${folder}/cgi/"\n` : ''
      const apache = await startApache({
        mpm: 'prefork',
        php: 'module',
        documentRoot: root,
        modules: {with: ['cgi']},
        serverConfig: `${alias}<Directory "${folder}/cgi">\nRequire all granted\n</Directory>`,
      })
      cleanUps.push(apache.stop)
      const cgi = form === 'htaccess' ? {url: '/cgi-bin/migrate.cgi'} : {script: join(folder, 'cgi/migrate.cgi')}
      const config = emit(moved('index.php', 'shut/page.php'), {style: 'cgi', form, cgi, documentRoots: [root]})
      expect(config.refusals).toEqual([])
      if (form === 'htaccess') writeFiles(root, {'.htaccess': config.files[0]?.text ?? ''})
      else await apache.reload({virtualHostConfig: config.files[0]?.text ?? ''})
      const answer = async (target: string): Promise<string> => {
        const {status, body} = await send(apache, {target})
        expect(body.toString()).not.toContain('SECRET')
        return status === 200 ? body.toString() : String(status)
      }
      expect(await answer('/index.php/a%20b?x=1')).toBe(`CGI /index.php/a b ${root}/index.php/a b x=1 `)
      expect(await answer('/')).toBe(`CGI /index.php ${root}/index.php  `)
      expect(await answer('/sub/')).toBe('PHP /sub/index.php')
      expect(await answer('/shut/page.php')).toBe('403')
    },
  )

  test.each([
    ['htaccess', {}, 'CGI_URL_MISSING'],
    ['vhost', {}, 'CGI_SCRIPT_MISSING'],
    ['vhost', {script: '/a b.cgi'}, 'CGI_PATH'],
    ['htaccess', {url: 'cgi-bin/x'}, 'CGI_PATH'],
  ])('for %s with %j is refused', (form, cgi, code) => {
    expect(emit(moved('a.php'), {style: 'cgi', form, cgi})).toMatchObject({files: [], refusals: [{code}]})
  })
})
