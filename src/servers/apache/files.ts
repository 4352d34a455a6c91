/** Style `files`: one exact section a page. `SetHandler` chooses who answers, not who may ask: access rules hold. */
import type {Notice} from '../../routes/notice.ts'
import {backendHandler, indexAuthorization, inSection, pageSections, sectionLines, tooLongLines} from './sections.ts'
import type {ApacheStyle} from './style.ts'

export const files: ApacheStyle = {
  forms: ['htaccess', 'vhost'],
  about: 'Style files: a section for each page.',
  modules: ['proxy_fcgi_module'],
  place: 'end',
  keepsAccess: true,
  canary: true,
  text: (site) => {
    const handling = new Map(site.lanes.map((lane) => [lane, inSection(backendHandler(lane.handler))]))
    return {
      directives: [
        ...pageSections(site, (_, lane) => handling.get(lane) ?? ''),
        ...(site.routes.length > 0 ? indexAuthorization(site) : []),
      ],
    }
  },
  refusals: (site) => tooLongLines(site, sectionLines(site)),
  warnings: ({form, routes}) => (form === 'htaccess' ? manySections(routes.length) : []),
}

/** From here on, reading .htaccess at every request is felt. */
const MANY_PAGES = 10

/** What sections in a .htaccess cost, for so many pages. The figures were measured on Apache 2.4. */
export function manySections(pages: number): Notice[] {
  if (pages < MANY_PAGES) return []
  return [
    {
      code: 'HTACCESS_MANY_PAGES',
      reason: `Apache reads the ${pages} sections again for every request, static files too: with 10 it served static files at 0.75 of its speed, with 100 at 0.24, with 1000 at 0.004`,
      remedy: 'Use `--style marker`, which does not grow with the pages, or `--for vhost`, which is read once',
    },
  ]
}
