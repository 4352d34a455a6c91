/** Style `cgi`: `migrate cgi` as a CGI program, by `Action`, for hosts without any proxy module. A process a request. */
import type {Notice} from '../../routes/notice.ts'
import {manySections} from './files.ts'
import {inSection, pageSections, sectionLines, tooLongLines} from './sections.ts'
import type {ApacheSite} from './site.ts'
import type {ApacheStyle} from './style.ts'

export const cgi: ApacheStyle = {
  forms: ['htaccess', 'vhost'],
  about: 'Style cgi: a section for each page; a CGI program answers.',
  modules: ['actions_module'],
  place: 'end',
  keepsAccess: true,
  canary: true,
  ownBackend: false,
  text: (site) => ({
    directives: [...program(site), ...pageSections(site, () => inSection([`SetHandler migrate-${site.name}`]))],
  }),
  refusals: (site) => [...tooLongLines(site, sectionLines(site)), ...programProblems(site)],
  warnings: ({form, routes}) => [slow, ...(form === 'htaccess' ? manySections(routes.length) : [])],
}

/** Where a program of a virtual host is, in URLs, unless something else is configured. */
const DEFAULT_URL = '/migrate-cgi/migrate.cgi'

function program({name, form, options}: ApacheSite): string[] {
  const url = options.cgi?.url ?? DEFAULT_URL
  const action = `  Action migrate-${name} "${url}"`
  return form === 'vhost' ? [`  ScriptAlias "${url}" "${options.cgi?.script ?? ''}"`, action] : [action]
}

function programProblems({form, options}: ApacheSite): Notice[] {
  const {url, script} = options.cgi ?? {}
  const isPath = (path: string): boolean => /^(?:\/[A-Za-z0-9_.-]+)+$/.test(path)
  if (form === 'htaccess' && url === undefined) {
    return [
      {
        code: 'CGI_URL_MISSING',
        reason: 'In a .htaccess the program must already have an address, and none is configured',
        remedy: 'Put the program where the host runs CGI, and set `server.cgi.url`, such as `/cgi-bin/migrate.cgi`',
      },
    ]
  }
  if (form === 'vhost' && script === undefined) {
    return [
      {
        code: 'CGI_SCRIPT_MISSING',
        reason: 'No CGI program is configured',
        remedy:
          'Set `server.cgi.script` to the file, such as `/srv/shop-ts/cgi/migrate.cgi`; `docs/transports.md` has its two lines',
      },
    ]
  }
  if (isPath(url ?? '/x') && isPath(script ?? '/x')) return []
  return [
    {
      code: 'CGI_PATH',
      reason: '`server.cgi` has a path with other characters than `A-Z a-z 0-9 _ . - /`, or one that is not absolute',
      remedy: 'Use paths such as `/cgi-bin/migrate.cgi`',
    },
  ]
}

const slow: Notice = {
  code: 'CGI_SLOW',
  reason:
    'Every request starts a process, some 0.2 s of processor time, and `Header` lines of the page’s folder do not reach its answer',
  remedy: 'Use it only where Apache has no mod_proxy_fcgi, and look at the headers of a moved page',
}
