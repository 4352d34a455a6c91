/** From pages to routes: which files of the site TypeScript answers, for whom, and from which backend. */
import {Minimatch} from 'minimatch'
import type {AccessRule, Canary, RoutedPage} from '../ledger/types.ts'
import {bytesOfPagePath, type PagePath} from '../page.ts'
import {nameProblem} from './name.ts'
import type {Notice} from './notice.ts'

export type {AccessRule, Canary} from '../ledger/types.ts'

/** What routing takes from a page of the ledger. Of the exposures `typescript` and `canary` are routed. */
export type PageToRoute = Pick<RoutedPage, 'path' | 'exposure'> &
  Partial<Pick<RoutedPage, 'canary' | 'link' | 'access'>>

/** One page that the web server sends to a backend. */
export interface Route {
  page: PagePath
  /** The page's path below the document root, as the file system has it (`page` escapes some names). */
  file: string
  /** The name of the backend that answers it: {@link MAIN_BACKEND}, or that of an area of its own. */
  backend: string
  /** Which visitors it answers; `undefined`: all of them. */
  canary?: Canary
  /** The access rules that protect the page, as far as they are known. */
  access: readonly AccessRule[]
}

export interface RoutePlan {
  /** In byte order of their files, each page once. */
  routes: Route[]
  /** Pages that should be routed and can't be. As long as there is one, no configuration is written. */
  refusals: Notice[]
}

/** An area of the site with a backend of its own. */
export interface BackendArea {
  /** Short: lower-case letters, digits and dashes. */
  name: string
  /** Globs below the document root. */
  pages: readonly string[]
}

/** The name of the backend of all pages that no area takes. */
export const MAIN_BACKEND = 'main'

/**
 * The routes of all pages whose exposure is `typescript` or `canary`. Depends on the set of pages alone, not on their
 * order; a page that can't be routed is refused, never left out silently.
 *
 * @param areas parts of the site with their own backends; of several that take a page the first does
 */
export function planRoutes(pages: Iterable<PageToRoute>, areas: readonly BackendArea[] = []): RoutePlan {
  const moved = new Map<PagePath, PageToRoute>()
  for (const page of pages) if (isRouted(page)) moved.set(page.path, page)
  const globs = areas.map(({name, pages}) => ({name, globs: pages.map((glob) => new Minimatch(glob, {dot: true}))}))
  const plan: RoutePlan = {routes: [], refusals: []}
  for (const [{path, canary, access = [], link, exposure}, bytes] of byBytes(moved.values())) {
    const refusal = nameProblem(path) ?? linkProblem(link)
    if (refusal) {
      plan.refusals.push({page: path, ...refusal})
      continue
    }
    plan.routes.push({
      page: path,
      file: bytes.toString('utf8'),
      backend: globs.find((area) => area.globs.some((glob) => glob.match(path)))?.name ?? MAIN_BACKEND,
      ...(exposure === 'canary' && canary ? {canary} : {}),
      access,
    })
  }
  return plan
}

/** A canary of which nobody knows whom it is for is nobody's: PHP answers. */
function isRouted({exposure, canary}: PageToRoute): boolean {
  return exposure === 'typescript' || (exposure === 'canary' && canary !== null && canary !== undefined)
}

/** Web servers compare the name they were asked for, so a link and its target are two pages to them. */
function linkProblem(link: string | null | undefined): Omit<Notice, 'page'> | undefined {
  if (typeof link !== 'string') return undefined
  return {
    code: 'PAGE_IS_LINK',
    reason: 'The page is a symbolic link: the web server would route the link and not the file behind it',
    remedy: 'Move the page that the link points to, and `reopen` this one',
  }
}

/** Pages with the bytes of their paths, in the order of these. */
function byBytes(pages: Iterable<PageToRoute>): [PageToRoute, Buffer][] {
  const keyed = [...pages].map((page): [PageToRoute, Buffer] => [page, bytesOfPagePath(page.path)])
  return keyed.sort(([, a], [, b]) => Buffer.compare(a, b))
}
