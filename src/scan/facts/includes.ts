import {expressionEnd} from '../syntax/expressions.ts'
import {nameParts} from '../syntax/name-parts.ts'
import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {withVariables} from '../syntax/variables.ts'
import {Kind} from '../tokens/kinds.ts'
import type {IncludeUse, NamePart} from '../types.ts'
import {defineFact} from './define-fact.ts'

const KEYWORDS: ReadonlyMap<number, IncludeUse['keyword']> = new Map([
  [Kind.Include, 'include'],
  [Kind.IncludeOnce, 'include_once'],
  [Kind.Require, 'require'],
  [Kind.RequireOnce, 'require_once'],
])

/** The files that this one includes, as far as it says so itself. */
export const includes = defineFact({
  name: 'includes',
  find: (file) => includesIn(file),
})

/** All includes of a file, in order. */
export const includesIn = oncePerFile((file) => {
  const found: [token: number, use: IncludeUse][] = []
  for (const [kind, keyword] of KEYWORDS)
    for (const at of file.all(kind)) found.push([at, includeUse(file, at, keyword)])
  return found.sort((a, b) => a[0] - b[0]).map(([, use]) => use)
})

function includeUse(file: PhpFile, at: number, keyword: IncludeUse['keyword']): IncludeUse {
  const end = expressionEnd(file, at + 1)
  const last = logicalEnd(file, at + 1, end)
  const parts = withVariables(file, nameParts(file, at + 1, last), at)
  const target = constantTarget(parts)
  return {
    keyword,
    text: file.text(at + 1, last),
    target,
    ...(target ? {} : {parts}),
    line: file.line(at),
    ...file.inside(at),
  }
}

/**
 * `include 'a.php' || die()` is meant as it is read, though PHP takes it for `include ('a.php' || die())`. In
 * `$x ? include 'a.php' : include 'b.php'` the first ends at the colon.
 */
function logicalEnd(file: PhpFile, first: number, last: number): number {
  let end: number | undefined
  let isConditional = false
  for (let at = first; at < last; at = Math.max(at, file.partner(at)) + 1) {
    const kind = file.kind(at)
    if (kind === QUESTION) isConditional = true
    else if (kind === COLON && !isConditional) return end ?? Math.max(first, at - 1)
    else if (kind === Kind.Logical || kind === Kind.Comparison) end ??= Math.max(first, at - 1)
  }
  // What is compared before `?` is the condition: `include $x === 1 ? 'a.php' : 'b.php'`.
  return isConditional ? last : (end ?? last)
}

const QUESTION = 63
const COLON = 58

function constantTarget(parts: readonly NamePart[]): IncludeUse['target'] {
  const [first, ...rest] = parts
  if (!first || !rest.every((part) => 'text' in part)) return null
  const tail = rest.map((part) => part.text).join('')
  if ('root' in first) return {base: 'document-root', path: tail.replace(/^\/+/, '')}
  if ('up' in first) {
    return first.up < 1 || !/^[/\\]/.test(tail)
      ? null
      : {base: 'file-directory', path: `${'../'.repeat(first.up - 1)}${tail.slice(1)}`}
  }
  if (!('text' in first)) return null
  return {base: /^([/\\]|[A-Za-z]:[/\\])/.test(first.text) ? 'absolute' : 'include-path', path: first.text}
}
