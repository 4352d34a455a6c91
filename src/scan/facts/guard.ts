/** Whether a file refuses to be requested by itself: then it certainly ends, before it includes anything. */
import type {PhpFile} from '../syntax/php-file.ts'
import {branchesOf, type Range, statementEnd} from '../syntax/statement-end.ts'
import {Kind} from '../tokens/kinds.ts'
import type {FileFacts} from '../types.ts'
import {defineFact} from './define-fact.ts'
import type {Asked} from './own-name.ts'
import {outcomeOf} from './requested-alone.ts'

/** A refusal comes first; tokens that are looked at. */
const FARTHEST = 600
/** Blocks in one another. */
const DEEPEST = 10

/** `defined('X') or die` and its relatives, before anything is included. */
export const guard = defineFact({
  name: 'guard',
  find(file): FileFacts['guard'] {
    if (!/\b(?:exit|die|return|throw)\b/i.test(file.source)) return undefined
    const limit = Math.min(file.count, FARTHEST, firstInclude(file))
    // A test for another file's name ends this one when it fails.
    return guardIn(file, limit, true) ?? guardIn(file, limit, false)
  },
})

function firstInclude(file: PhpFile): number {
  let first = file.count
  for (const kind of INCLUDES) {
    for (const at of file.all(kind)) {
      if (at >= first) break
      if (file.isTopLevel(at)) first = at
    }
  }
  return first
}

const INCLUDES = [Kind.Include, Kind.IncludeOnce, Kind.Require, Kind.RequireOnce]

/** The first statement that ends the file, among those that run in any case. */
function guardIn(file: PhpFile, limit: number, isNamed: boolean): FileFacts['guard'] {
  for (let at = 0; at < limit; at++) {
    // A block by itself, or that of a namespace.
    if (file.kind(at) === 123) continue
    if (file.kind(at) === Kind.Namespace && file.kind(at + 1) !== 92) {
      while (at < limit && file.kind(at) !== 123 && file.kind(at) !== 59) at++
      continue
    }
    const asked = file.kind(at) === Kind.If ? guardingIf(file, at, isNamed) : guardingExpression(file, at, isNamed)
    if (asked) return guardOf(asked, file.line(at), isNamed)
    if (isLeaving(file.kind(at))) return undefined
    at = statementEnd(file, at)
  }
  return undefined
}

function guardOf({constant, file}: Asked, line: number, isNamed: boolean): FileFacts['guard'] {
  if (file === undefined) return {constant, line}
  return isNamed ? {constant, line, when: file} : {constant, line, unless: file}
}

/** `if (!defined('X')) exit;`, `if (defined('X')) { … } else { … exit; }`. */
function guardingIf(file: PhpFile, at: number, isNamed: boolean): Asked | undefined {
  let first: Asked | undefined
  for (const {test, body} of branchesOf(file, at).branches) {
    const {is, asked} = test ? outcomeOf(file, test, {statement: at, isNamed}) : {is: true}
    if (is === undefined) return undefined
    first ??= asked
    if (is) return first && leaves(file, body, at, isNamed) ? first : undefined
  }
  return undefined
}

/** `defined('X') or die`, `defined('X') || exit`, `!defined('X') && exit`. */
function guardingExpression(file: PhpFile, at: number, isNamed: boolean): Asked | undefined {
  const kind = file.kind(at)
  const mayAsk = kind === Kind.Name || kind === Kind.Isset || kind === Kind.Empty || kind === 33 || kind === 40
  if (!mayAsk && kind !== 64) return undefined
  const end = statementEnd(file, at)
  const isClosed = file.kind(end) === 59 || file.kind(end) === Kind.CloseTag
  const outcome = outcomeOf(file, {first: at, last: isClosed ? end - 1 : end}, {statement: at, isNamed})
  return outcome.leaves && outcome.asked
}

function isLeaving(kind: number): boolean {
  return kind === Kind.Exit || kind === Kind.Die || kind === Kind.Return || kind === Kind.Throw
}

/** Whether statements end the file, whatever else they do; one that includes another file hands the request on. */
function leaves(file: PhpFile, {first, last}: Range, statement: number, isNamed: boolean, depth = 0): boolean {
  for (let at = first; at <= last; at++) {
    const kind = file.kind(at)
    if (isLeaving(kind)) return true
    if (kind === Kind.Break || kind === Kind.Continue || kind === Kind.Goto || depth > DEEPEST) return false
    const end = statementEnd(file, at)
    if (kind === Kind.If && ifLeaves(file, at, statement, isNamed, depth + 1)) return true
    if (kind === 123 && leaves(file, {first: at + 1, last: end - 1}, statement, isNamed, depth + 1)) return true
    for (let token = at; token <= end; token++)
      if (INCLUDES.some((include) => include === file.kind(token))) return false
    at = end
  }
  return false
}

/** Whether all ways through an `if` that a request may take end the file. */
function ifLeaves(file: PhpFile, at: number, statement: number, isNamed: boolean, depth: number): boolean {
  for (const {test, body} of branchesOf(file, at).branches) {
    const is = test ? outcomeOf(file, test, {statement, isNamed}).is : true
    if (is !== false && !leaves(file, body, statement, isNamed, depth)) return false
    if (is) return true
  }
  return false
}
