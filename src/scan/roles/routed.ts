/** Files that a page shows because the request names them: `?page=about`. */
import {type PagePath, printable} from '../../page.ts'
import {resolvePagePath} from '../disk-path.ts'
import type {IncludeGraph} from '../includes/graph.ts'
import {directoriesAbove} from '../site-files.ts'
import type {Evidence, IncludeUse, SiteFacts} from '../types.ts'
import {testDirectory} from './places.ts'

type RoutingFacts = Pick<SiteFacts, 'includes' | 'links'>

/** For every such file, the first place that says so. */
export function routedFiles(
  facts: ReadonlyMap<PagePath, RoutingFacts>,
  graph: IncludeGraph,
): ReadonlyMap<PagePath, Evidence> {
  const found = new Map<PagePath, Evidence>()
  const patterns: Pattern[] = []
  for (const [from, {includes, links}] of facts) {
    if (testDirectory(from) !== undefined) continue
    for (const include of includes) {
      if (!isFromRequest(include)) continue
      const {line, text} = include
      const because = `shown by another page, which the request tells to: \`${printable(text)}\``
      const targets = graph.get(from)?.find((edge) => edge.line === line && edge.text === text)?.targets ?? []
      const pattern = targets.length === 0 ? patternOf(include, {because, file: from, line}) : undefined
      if (pattern && patterns.length < MOST_PATTERNS) patterns.push(pattern)
      for (const target of targets) if (!found.has(target)) found.set(target, {because, file: from, line})
    }
    for (const {target, line} of links) {
      const query = target.indexOf('?')
      const named = query === -1 ? undefined : fileInQuery(target.slice(query), from, facts)
      if (named === undefined || named === from || found.has(named)) continue
      found.set(named, {because: `named in the request for another page: \`${printable(target)}\``, file: from, line})
    }
  }
  for (const path of patterns.length > 0 ? facts.keys() : []) {
    const pattern = found.has(path) ? undefined : patterns.find((one) => isMeant(path, one))
    if (pattern) found.set(path, pattern.evidence)
  }
  return found
}

function isFromRequest({parts}: IncludeUse): boolean {
  return parts?.some((part) => 'unknown' in part && part.input !== undefined) ?? false
}

/** An include that may mean so many files that it has no targets. */
interface Pattern {
  /** What is written out of its directories; every file that is meant has it. */
  literal: string
  expression: RegExp
  evidence: Evidence
}

/** Patterns that are tried on every file. */
const MOST_PATTERNS = 50

/** `'modules/' . $_GET['module'] . '/' . $_GET['page'] . '.php'`: what is not written out is no more than a name. */
function patternOf({parts = []}: IncludeUse, evidence: Evidence): Pattern | undefined {
  const pieces = parts.map((part) => ('text' in part ? part.text : undefined))
  const [literal = ''] = pieces.flatMap((text) => /(\w[\w.-]*\/)/.exec(text ?? '')?.[1] ?? [])
  const isEnding = /\.\w+$/.test(pieces.at(-1) ?? '')
  if (literal === '' || !isEnding) return undefined
  const source = pieces.map((text) => text?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') ?? '[^/]*').join('')
  return {literal, expression: new RegExp(`(?:^|/)${source.replace(/^(?:\\\.{1,2}|\[\^\/\]\*)?\/?/, '')}$`), evidence}
}

function isMeant(path: PagePath, {literal, expression}: Pattern): boolean {
  return path.includes(literal) && expression.test(path)
}

/** The PHP file that a parameter of a link names: `index.php?q=/modules/staff/view.php`. */
function fileInQuery(query: string, from: PagePath, files: ReadonlyMap<PagePath, unknown>): PagePath | undefined {
  const [, value] = /=([^&#=]+\.php\d?)(?:[&#]|$)/.exec(query) ?? []
  if (value === undefined) return undefined
  for (const directory of value.startsWith('/') ? [''] : directoriesAbove(from)) {
    const path = resolvePagePath(directory, value)
    if (path !== undefined && files.has(path)) return path
  }
  return undefined
}
