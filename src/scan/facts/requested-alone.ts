/** What a test gives in a file that is requested itself: nothing has been included, defined or set before it. */
import {isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import type {Range} from '../syntax/statement-end.ts'
import {Kind} from '../tokens/kinds.ts'
import {askedAt, COUNTED, type Outcome, type Situation, UNKNOWN} from './asked-for.ts'
import {type Asked, comparesOwnName} from './own-name.ts'

/** Brackets and operators in one another; of what is farther in nothing is known. */
const DEEPEST = 20

const AMPERSANDS = 38
const NOT = 33
const OPEN = 40
const SILENCE = 64

/** What the expression in a range gives. */
export function outcomeOf(file: PhpFile, {first, last}: Range, situation: Situation, depth = 0): Outcome {
  if (last < first || depth > DEEPEST) return UNKNOWN
  const of = (from: number, to: number): Outcome => outcomeOf(file, {first: from, last: to}, situation, depth + 1)
  const operators = operatorsIn(file, first, last)
  const [weakest] = operators.filter(({strength}) => strength === Math.min(...operators.map((each) => each.strength)))
  switch (weakest?.strength) {
    case undefined:
      break
    case Strength.Or:
    case Strength.And:
    case Strength.LogicalOr:
    case Strength.LogicalAnd: {
      const same = operators.filter(({strength}) => strength === weakest.strength)
      const starts = [first, ...same.map(({at}) => at + 1)]
      const operands = starts.map((start, index) => of(start, (same[index]?.at ?? last + 1) - 1))
      return inTurn(operands, weakest.strength === Strength.Or || weakest.strength === Strength.LogicalOr)
    }
    case Strength.Comparison: {
      const sides: [Range, Range] = [
        {first, last: weakest.at - 1},
        {first: weakest.at + 1, last},
      ]
      return compared(file, file.raw(weakest.at), sides, situation, of)
    }
    default:
      return UNKNOWN
  }
  switch (file.kind(first)) {
    case NOT: {
      const {is, ...rest} = of(first + 1, last)
      return is === undefined ? rest : {...rest, is: !is}
    }
    case SILENCE:
      return of(first + 1, last)
    case OPEN:
      return file.partner(first) === last ? of(first + 1, last - 1) : UNKNOWN
    case Kind.Exit:
    case Kind.Die:
    case Kind.Throw:
      return {leaves: true}
    default:
      return askedAt(file, first, last, situation)
  }
}

/** How strongly operators hold their operands (PHP manual, "Operator Precedence"), as far as it matters here. */
const Strength = {Or: 1, And: 2, Unclear: 3, LogicalOr: 4, LogicalAnd: 5, Comparison: 6} as const

interface Operator {
  at: number
  strength: number
}

function operatorsIn(file: PhpFile, first: number, last: number): Operator[] {
  const found: Operator[] = []
  for (let at = first; at <= last; at++) {
    const strength = strengthOf(file, at)
    if (strength) found.push({at, strength})
    if (file.partner(at) > at) at = file.partner(at)
  }
  return found
}

function strengthOf(file: PhpFile, at: number): number {
  switch (file.kind(at)) {
    case Kind.Or:
      return Strength.Or
    case Kind.And:
      return Strength.And
    case Kind.Xor:
    case Kind.CompoundAssign:
    case Kind.Coalesce:
    case 61: // =
    case 63: // ?
    case 124: // |
    case 94: // ^
    case AMPERSANDS:
      return Strength.Unclear
    case Kind.Logical:
      return file.raw(at) === '||' ? Strength.LogicalOr : Strength.LogicalAnd
    case Kind.Comparison:
    case 60: // <
    case 62: // >
      return Strength.Comparison
    default:
      return 0
  }
}

/** `A || B || C`, or `&&`: each is asked only when those before it leave it open. */
function inTurn(operands: readonly Outcome[], isOr: boolean): Outcome {
  let asked: Asked | undefined
  let isReached = true
  for (const operand of operands) {
    if (operand.leaves) return isReached ? withAsked({leaves: true}, asked) : UNKNOWN
    // What follows is not asked any more; what came before only says so as well.
    if (operand.is === isOr) return withAsked({is: isOr}, operand.asked ?? asked)
    if (operand.is === undefined) isReached = false
    asked ??= operand.asked
  }
  return isReached ? withAsked({is: !isOr}, asked) : UNKNOWN
}

function withAsked(outcome: Outcome, asked: Asked | undefined): Outcome {
  return asked ? {...outcome, asked} : outcome
}

/** `defined('X') === false`, `count(get_included_files()) == 1`, `PHP_SAPI != 'cli'`. */
function compared(
  file: PhpFile,
  operator: string,
  [left, right]: [Range, Range],
  {isNamed}: Situation,
  of: (first: number, last: number) => Outcome,
): Outcome {
  const isEqual = /^={2,3}$/.test(operator)
  const isOther = /^(!==?|<>)$/.test(operator)
  if (isEqual || isOther) {
    const asked = comparesOwnName(file, left, right)
    if (asked) return {is: (asked.file === undefined || isNamed) === isEqual, asked}
    if (namesCommandLine(file, left, right)) return {is: isOther}
  }
  const a = numberOf(file, left, of)
  const b = numberOf(file, right, of)
  if (!a || !b) return UNKNOWN
  const is = isEqual ? a.number === b.number : isOther ? a.number !== b.number : ordered(operator, a.number, b.number)
  return is === undefined ? UNKNOWN : withAsked({is}, a.asked ?? b.asked)
}

function ordered(operator: string, a: number, b: number): boolean | undefined {
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      return undefined
  }
}

function numberOf(
  file: PhpFile,
  {first, last}: Range,
  of: (first: number, last: number) => Outcome,
): {number: number; asked?: Asked} | undefined {
  if (first === last && file.kind(first) === Kind.Number) return {number: Number(file.raw(first))}
  if (first === last && file.kind(first) === Kind.Name) {
    const word = file.word(first)
    if (word === 'true' || word === 'false') return {number: word === 'true' ? 1 : 0}
  }
  if (isCall(file, first) && /^(count|sizeof)$/.test(file.word(first)) && file.partner(first + 1) === last) {
    const number = isCall(file, first + 2) ? COUNTED.get(file.word(first + 2)) : undefined
    if (number !== undefined) return {number, asked: {constant: `${file.word(first + 2)}()`}}
  }
  const {is, asked} = of(first, last)
  return is === undefined ? undefined : {number: is ? 1 : 0, ...(asked && {asked})}
}

function namesCommandLine(file: PhpFile, left: Range, right: Range): boolean {
  const isAsking = ({first, last}: Range): boolean =>
    file.word(first) === 'php_sapi' ? first === last : file.word(first) === 'php_sapi_name' && last === first + 2
  const isCommandLine = ({first, last}: Range): boolean => first === last && /^.cli.$/i.test(file.raw(first))
  return (isAsking(left) && isCommandLine(right)) || (isAsking(right) && isCommandLine(left))
}
