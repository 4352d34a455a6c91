/** Expressions that are one of several, each from one token to another. */
import {Kind} from '../tokens/kinds.ts'
import {argumentsOf} from './expressions.ts'
import type {PhpFile} from './php-file.ts'

const QUESTION = 63
const COLON = 58

type Range = readonly [first: number, last: number]

/** `$a ? 'x.php' : 'y.php'`, `$a ?: 'x.php'`, from `first` to `last` with its `?` at `question`. */
export function conditional(file: PhpFile, first: number, question: number, last: number): Range[] {
  let colon = question + 1
  for (let open = 0; colon <= last && (file.kind(colon) !== COLON || open > 0); colon = after(file, colon)) {
    if (file.kind(colon) === QUESTION) open++
    else if (file.kind(colon) === COLON) open--
  }
  if (colon > last) return []
  const yes: Range = colon === question + 1 ? [first, question - 1] : [question + 1, colon - 1]
  return [yes, [colon + 1, last]]
}

/** What follows the arrows in `match ($a) {1, 2 => 'x.php', default => 'y.php'}`, from `first` to `last`. */
export function matchArms(file: PhpFile, first: number, last: number): Range[] {
  const open = file.partner(first + 1) + 1
  if (file.kind(open) !== 123 || file.partner(open) !== last) return []
  return argumentsOf(file, open).flatMap(([from, to]): Range[] => {
    let at = from
    while (at <= to && file.kind(at) !== Kind.DoubleArrow) at = after(file, at)
    return at < to ? [[at + 1, to]] : []
  })
}

/** The token after `at`, or after the brackets that open there. */
export function after(file: PhpFile, at: number): number {
  return Math.max(at, file.partner(at)) + 1
}
