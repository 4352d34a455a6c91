/**
 * Caddy: a `map` from the file that `php_fastcgi` has found to who answers. Caddy asks a map when the value is needed,
 * which is when `php_fastcgi` dials: after its own rewrites, and after every directive that may refuse the request.
 */
import {blockFile} from '../block.ts'
import {type Site, siteOf} from '../site.ts'
import {refused, type ServerEmitter} from '../types.ts'
import {checkStyleAndForm} from '../unknown.ts'
import {lanesMap, questions} from './canary.ts'
import {caddyHeader} from './header.ts'
import {placeholders} from './names.ts'
import {caddyRefusals, caddyWarnings} from './problems.ts'
import {isPlain, quoteRegex} from './quote.ts'

export const caddy: ServerEmitter = {
  name: 'caddy',
  styles: ['map'],
  forms: ['site'],
  fallsBack: false,
  emit: ({routes, refusals}, options) => {
    checkStyleAndForm('Caddy', caddy, options)
    const site = siteOf(routes, options)
    if ('code' in site) return refused([...refusals, site])
    const all = [...refusals, ...caddyRefusals(site)]
    if (all.length > 0) return refused(all)
    const body = [...pagesMap(site), ...questions(site), ...lanesMap(site)]
    return {
      files: [blockFile(`migrate-${site.name}.caddy`, caddyHeader(site), body, routes.length)],
      trees: [],
      warnings: caddyWarnings(site),
      refusals: [],
    }
  },
}

/** The lane of a file; regular expressions only for names that the Caddyfile could take for something else. */
function pagesMap(site: Site): string[] {
  return [
    '# The page of a file, if it moved.',
    `map {http.matchers.file.absolute} ${placeholders(site).lane} {`,
    ...site.lanes.flatMap(({name, routes}) =>
      routes.flatMap(({file}) =>
        site.roots.map((root) => {
          const path = `${root}/${file}`
          return `\t${isPlain(path) ? path : `"~^${quoteRegex(path)}$"`} ${name}`
        }),
      ),
    ),
    '\tdefault php',
    '}',
  ]
}
