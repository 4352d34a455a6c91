/**
 * nginx: a `map` from the script that PHP would run to who answers. The user's own location stays, with its access rules,
 * its `try_files` and its parameters; only its `fastcgi_pass` takes the variable.
 */
import type {Notice} from '../../routes/notice.ts'
import {blockFile} from '../block.ts'
import {type Site, siteOf} from '../site.ts'
import {refused, type ServerEmitter} from '../types.ts'
import {checkStyleAndForm} from '../unknown.ts'
import {canaryMaps, canaryVariables} from './canary.ts'
import {nginxHeader} from './header.ts'
import {pageRefusals, pageTable, pageWarnings} from './pages.ts'
import {phpPoolOf, poolOf, pools} from './pools.ts'
import {quoteRegex} from './quote.ts'

export const nginx: ServerEmitter = {
  name: 'nginx',
  styles: ['map'],
  forms: ['http'],
  fallsBack: true,
  emit: ({routes, refusals}, options) => {
    checkStyleAndForm('nginx', nginx, options)
    const site = siteOf(routes, options)
    if ('code' in site) return refused([...refusals, site])
    const all = [...refusals, ...(site.php ? [] : [noPhp]), ...canaryRefusals(site), ...pageRefusals(site)]
    if (all.length > 0) return refused(all)
    const body = textOf(site)
    return {
      files: [blockFile(`migrate-${site.name}.conf`, nginxHeader(site), body, routes.length)],
      trees: [],
      warnings: [...pageWarnings(site), ...(options.fallback ? [asksAgain] : [])],
      refusals: [],
    }
  },
}

function textOf(site: Site): string[] {
  const name = site.name.replaceAll('-', '_')
  const canaries = canaryVariables(site)
  return [
    ...pools(site),
    '# The page of a script, if it moved.',
    `map $fastcgi_script_name $migrated_${name} {`,
    ...keepFresh,
    '  default "";',
    ...pageTable(site),
    '}',
    ...canaryMaps(site),
    '# Who answers: the script must be of this site, and spelled as the page is.',
    `map "$document_root:$fastcgi_script_name:$migrated_${name}" $migrate_${name} {`,
    ...keepFresh,
    `  default ${phpPoolOf(site)};`,
    ...site.lanes.map((lane) => {
      const pool = canaries.get(lane) ?? poolOf(site, lane.backend)
      return `  "~^(?:${site.roots.map(quoteRegex).join('|')}):(/.+):${quoteRegex(lane.name)}:\\1$" ${pool};`
    }),
    '}',
  ]
}

/** Else an `error_page` that is another script would be answered by who answered the first. */
const keepFresh = ['  volatile;']

/** nginx takes no header with an underscore in its name from a client. */
function canaryRefusals({routes}: Site): Notice[] {
  return routes
    .filter(({canary}) => canary?.header?.includes('_'))
    .map(({page, canary}) => ({
      code: 'CANARY_HEADER',
      page,
      reason: `nginx drops headers with an underscore in their name, such as \`${canary?.header}\``,
      remedy: 'Use a header with dashes: `migrate canary PAGE --header X-Migrate`',
    }))
}

const noPhp: Notice = {
  code: 'PHP_ADDRESS_MISSING',
  reason: 'One variable says who answers, PHP too, and where PHP-FPM listens is not configured',
  remedy: 'Set `legacy.fastcgi` to what `fastcgi_pass` has now, such as `unix:/run/php/php8.2-fpm.sock`',
}

const asksAgain: Notice = {
  code: 'FALLBACK_ASKS_AGAIN',
  reason:
    'nginx also asks PHP when the backend broke off, or took longer than `fastcgi_read_timeout`, after a GET was begun: what the page had done by then is done twice. And no connection to the backend is kept open',
  remedy: 'Leave `--fallback` out where a GET changes something',
}
