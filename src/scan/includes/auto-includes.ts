import type {PagePath} from '../../page.ts'
import {type AutoFile, autoFilesOf} from '../access/auto-files.ts'
import {directoryOf} from '../disk-path.ts'
import type {SiteFiles} from '../site-files.ts'
import type {IncludeEdge} from '../types.ts'
import {Resolver} from './resolve.ts'

/** What PHP's settings put before and after each page, as includes of the page; PHP looks for it as for any include. */
export function autoIncludes(
  pages: Iterable<PagePath>,
  all: readonly AutoFile[],
  site: SiteFiles,
): Map<PagePath, IncludeEdge[]> {
  const found = new Map<PagePath, IncludeEdge[]>()
  if (!all.length) return found
  const resolver = new Resolver(site)
  for (const page of pages) {
    const edges = autoFilesOf(page, all).map(({settings, how, name = '', text, line}): IncludeEdge => {
      const {targets} = resolver.resolveAny([{names: [name], from: page}], {
        entries: new Set([directoryOf(page)]),
        includePath: [],
      })
      return {from: page, settings, text, line, targets, how: targets.length ? how : 'absent'}
    })
    // A file that is itself requested would be put before itself, but that is not what it is there for.
    const others = edges.filter(({targets}) => !targets.includes(page))
    if (others.length) found.set(page, others)
  }
  return found
}
