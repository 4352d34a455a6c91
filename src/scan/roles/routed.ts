/** Files that a page shows because the request names them: `?page=about`. */
import type {PagePath} from '../../page.ts'
import {printable} from '../../page.ts'
import {resolvePagePath} from '../disk-path.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import {directoriesAbove} from '../site-files.ts'
import type {Evidence, SiteFacts} from '../types.ts'
import {testDirectory} from './places.ts'

type RoutingFacts = Pick<SiteFacts, 'includes' | 'links'>

/** For every such file, the first place that says so. */
export function routedFiles(
  facts: ReadonlyMap<PagePath, RoutingFacts>,
  graph: IncludeGraph,
): ReadonlyMap<PagePath, Evidence> {
  const found = new Map<PagePath, Evidence>()
  for (const [from, {includes, links}] of facts) {
    if (testDirectory(from) !== undefined) continue
    for (const {parts, line, text} of includes) {
      if (!parts?.some((part) => 'unknown' in part && part.input !== undefined)) continue
      const edge = graph.get(from)?.find((one) => one.line === line && one.text === text)
      const because = `shown by another page, which the request tells to: \`${printable(text)}\``
      for (const target of edge?.targets ?? []) if (!found.has(target)) found.set(target, {because, file: from, line})
    }
    for (const {target, line} of links) {
      const named = target.includes('.php') ? fileInQuery(target, from, facts) : undefined
      if (named === undefined || named === from || found.has(named)) continue
      found.set(named, {because: `named in the request for another page: \`${printable(target)}\``, file: from, line})
    }
  }
  return found
}

/** The PHP file that a parameter of a link names: `index.php?q=/modules/staff/view.php`. */
function fileInQuery(target: string, from: PagePath, files: ReadonlyMap<PagePath, unknown>): PagePath | undefined {
  const query = target.indexOf('?')
  if (query === -1) return undefined
  const [, value] = /=([^&#=]+\.php\d?)(?:[&#]|$)/.exec(target.slice(query)) ?? []
  if (value === undefined) return undefined
  for (const directory of value.startsWith('/') ? [''] : directoriesAbove(from)) {
    const path = resolvePagePath(directory, value)
    if (path !== undefined && files.has(path)) return path
  }
  return undefined
}
