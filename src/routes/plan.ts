/** From pages to routes: which files of the site TypeScript answers. */
import type {Exposure} from '../ledger/types.ts'
import {bytesOfPagePath, type PagePath} from '../page.ts'
import {nameProblem} from './name.ts'
import type {Notice} from './notice.ts'

/** What routing takes from a page of the ledger. */
export interface PageToRoute {
  path: PagePath
  /** Who answers a visitor. `typescript` is routed; `shadow` and `canary` are PHP's as far as this plan goes. */
  exposure: Exposure
  /** The target, when the page's file is a symbolic link. */
  link?: string | null
}

/** One page that the web server sends to the backend. */
export interface Route {
  page: PagePath
  /** The page's path below the document root, as the file system has it (`page` escapes some names). */
  file: string
}

export interface RoutePlan {
  /** In byte order of their files, each page once. */
  routes: Route[]
  /** Pages that should be routed and can't be. As long as there is one, no configuration is written. */
  refusals: Notice[]
}

/**
 * The routes of all pages whose exposure is `typescript`. Depends on the set of pages alone, not on their order; a
 * page that can't be routed is refused, never left out silently.
 */
export function planRoutes(pages: Iterable<PageToRoute>): RoutePlan {
  const moved = new Map<PagePath, PageToRoute>()
  for (const page of pages) if (page.exposure === 'typescript') moved.set(page.path, page)
  const plan: RoutePlan = {routes: [], refusals: []}
  for (const page of [...moved.values()].sort(byBytes)) {
    const refusal = nameProblem(page.path) ?? linkProblem(page)
    if (refusal) plan.refusals.push({page: page.path, ...refusal})
    else plan.routes.push({page: page.path, file: bytesOfPagePath(page.path).toString('utf8')})
  }
  return plan
}

/** Apache compares the name it was asked for, so a link and its target are two pages to it. */
function linkProblem({link}: PageToRoute): Omit<Notice, 'page'> | undefined {
  if (typeof link !== 'string') return undefined
  return {
    code: 'PAGE_IS_LINK',
    reason: 'The page is a symbolic link: the web server would route the link and not the file behind it',
    remedy: 'Move the page that the link points to, and `reopen` this one',
  }
}

function byBytes(a: PageToRoute, b: PageToRoute): number {
  return Buffer.compare(bytesOfPagePath(a.path), bytesOfPagePath(b.path))
}
