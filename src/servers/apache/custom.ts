/** Style `custom`: directives of the user answer a page: mod_python, mod_wsgi, mod_perl, Passenger, another proxy. */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import {manySections} from './files.ts'
import {quoteComment} from './quote.ts'
import {baseName, inSection, isPlain, pageSections, sectionLines, tooLongLines} from './sections.ts'
import type {ApacheSite} from './site.ts'
import type {ApacheStyle} from './style.ts'

export const custom: ApacheStyle = {
  forms: ['htaccess', 'vhost'],
  about: 'Style custom: a section for each page, with the directives of the configuration.',
  modules: ({options}) => (options.custom ? [options.custom.module] : []),
  place: 'end',
  keepsAccess: true,
  canary: true,
  ownBackend: false,
  text: (site) => ({
    directives: site.options.custom?.plain
      ? site.routes.flatMap((route) => [
          `<Files ${baseName(route.file)}>`,
          ...filledDirectives(site, route),
          '</Files>',
        ])
      : pageSections(site, (route) => inSection(filledDirectives(site, route))),
  }),
  refusals: (site) => {
    const problem = handlerProblem(site)
    return problem
      ? [problem]
      : [...tooLongLines(site, sectionLines(site)), ...nameProblems(site), ...plainProblems(site)]
  },
  warnings: ({form, routes}) => (form === 'htaccess' ? manySections(routes.length) : []),
}

function filledDirectives(site: ApacheSite, {file}: Route): string[] {
  const values = valuesOf(site, file)
  return (site.options.custom?.directives ?? []).map((line) =>
    line.replace(PLACEHOLDER, (placeholder, name: string) => values[name] ?? placeholder),
  )
}

const PLACEHOLDER = /\{(page|name|file)\}/g

/** What the placeholders stand for, by name. */
function valuesOf({root}: ApacheSite, file: string): Record<string, string> {
  return {page: file, name: stemOf(file), file: `${root}/${file}`}
}

/** `admin/users.php` → `users`. */
function stemOf(file: string): string {
  return baseName(file).replace(/(.)\.[^.]*$/, '$1')
}

function handlerProblem({options}: ApacheSite): Notice | undefined {
  const {custom} = options
  if (!custom) {
    return {
      code: 'CUSTOM_MISSING',
      reason: 'Style `custom` needs the directives that hand a page over',
      remedy: 'Set `server.custom` in the configuration: `module` and `directives`',
    }
  }
  if (!/^[A-Za-z0-9_.]+$/.test(custom.module)) {
    return {
      code: 'CUSTOM_MODULE',
      reason: '`server.custom.module` is not the name of a module',
      remedy: 'Name it as `<IfModule>` does, such as `python_module`',
    }
  }
  if (custom.directives.every((line) => /^[^\x00-\x1f\x7f<>]+$/.test(line) && !line.endsWith('\\'))) return undefined
  return {
    code: 'CUSTOM_DIRECTIVE',
    reason:
      'A line of `server.custom.directives` is empty, opens a section, ends in a backslash or has a control character',
    remedy: 'Give one directive a line, as it would stand inside of `<Files>`',
  }
}

/** What is filled in can stand in quotes or without, in any directive: so it may only have characters that mean nothing. */
function nameProblems(site: ApacheSite): Notice[] {
  const isFilledIn = (name: string): boolean =>
    site.options.custom?.directives.some((line) => line.includes(`{${name}}`)) ?? false
  return site.routes
    .filter(({file}) =>
      Object.entries(valuesOf(site, file)).some(
        ([name, value]) => isFilledIn(name) && !/^[A-Za-z0-9_./-]+$/.test(value),
      ),
    )
    .map(({page}) => ({
      code: 'CUSTOM_NAME',
      page,
      reason: 'The path has characters that could mean something in the directives it is filled into',
      remedy: 'Rename the file and its links, or leave the page in PHP',
    }))
}

/** `<Files name>` takes every file of the name below, and reads the name as a pattern. */
function plainProblems({routes, options}: ApacheSite): Notice[] {
  if (!options.custom?.plain) return []
  const files = options.files ?? []
  return routes.flatMap(({page, file, canary}) => {
    const name = baseName(file)
    const other = files.find((path) => path !== page && baseName(path) === name)
    if (other !== undefined) {
      return [
        {
          code: 'NAME_NOT_UNIQUE',
          page,
          reason: `A plain section for \`${quoteComment(name)}\` would take \`${quoteComment(other)}\` too`,
          remedy: 'Leave `plain` out of `server.custom`: then the whole path is compared',
        },
      ]
    }
    if (isPlain(name) && canary === undefined) return []
    return [
      {
        code: 'PLAIN_SECTION',
        page,
        reason: 'A plain section can’t say this name exactly, or for some visitors only',
        remedy: 'Leave `plain` out of `server.custom`: then the whole path is compared',
      },
    ]
  })
}
