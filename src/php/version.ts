/** `version_compare` (manual, "version_compare"). */
import type {PhpValue} from './convert.ts'
import {textParameter} from './parameter.ts'

/** What each kind of part is worth; anything else comes first. */
const FORMS = ['dev', 'alpha', 'a', 'beta', 'b', 'RC', 'rc', '#', 'pl', 'p']
const RANKS = [0, 1, 1, 2, 2, 3, 3, 4, 5, 5]

/** `version_compare($left, $right)`: -1, 0 or 1. */
export function version_compare(left: PhpValue, right: PhpValue): number
/** `version_compare($left, $right, $operator)`. Throws a RangeError for an unknown operator. */
export function version_compare(left: PhpValue, right: PhpValue, operator: PhpValue): boolean
export function version_compare(left: PhpValue, right: PhpValue, operator?: PhpValue): number | boolean {
  const order = compareVersions(textParameter(left), textParameter(right))
  if (operator === undefined || operator === null) return order
  const name = textParameter(operator)
  const found = OPERATORS.find(({names}) => names.includes(name))
  if (found === undefined) throw new RangeError('version_compare(): the operator must be a comparison')
  return found.holds(order)
}

const OPERATORS: readonly {names: readonly string[]; holds(order: number): boolean}[] = [
  {names: ['<', 'lt'], holds: (order) => order < 0},
  {names: ['<=', 'le'], holds: (order) => order <= 0},
  {names: ['>', 'gt'], holds: (order) => order > 0},
  {names: ['>=', 'ge'], holds: (order) => order >= 0},
  {names: ['==', '=', 'eq'], holds: (order) => order === 0},
  {names: ['!=', '<>', 'ne'], holds: (order) => order !== 0},
]

function compareVersions(left: string, right: string): number {
  if (left === '' || right === '') return Math.sign(left.length - right.length)
  let [first, second]: [string | undefined, string | undefined] = [canonical(left), canonical(right)]
  while (first && second) {
    const [part, rest] = splitAtPoint(first)
    const [otherPart, otherRest] = splitAtPoint(second)
    const order = compareParts(part, otherPart)
    if (order !== 0) return order
    first = rest
    second = otherRest
  }
  // What goes on with a number is newer; with a word it depends on the word.
  if (first !== undefined) return isNumber(first) ? 1 : compareVersions(first, '#N#')
  if (second !== undefined) return isNumber(second) ? -1 : compareVersions('#N#', second)
  return 0
}

/** The part before the first point, and what follows. */
function splitAtPoint(version: string): [part: string, rest: string | undefined] {
  const point = version.indexOf('.')
  return point < 0 ? [version, undefined] : [version.slice(0, point), version.slice(point + 1)]
}

/** The version with one point between numbers, words and what is neither. */
function canonical(version: string): string {
  if (version.startsWith('#')) return version
  let result = version.charAt(0)
  for (let at = 1; at < version.length; at++) {
    const [before, character] = [version.charAt(at - 1), version.charAt(at)]
    const changes = before !== '.' && character !== '.' && isNumber(before) !== isNumber(character)
    const isSeparator = /[-_+]/.test(character) || (!changes && !/[A-Za-z0-9]/.test(character))
    if ((isSeparator || changes) && !result.endsWith('.')) result += '.'
    if (!isSeparator) result += character
  }
  return result
}

function compareParts(left: string, right: string): number {
  if (isNumber(left) && isNumber(right)) return Math.sign(Number.parseInt(left, 10) - Number.parseInt(right, 10))
  if (!isNumber(left) && !isNumber(right)) return compareForms(left, right)
  return isNumber(left) ? compareForms('#N#', right) : compareForms(left, '#N#')
}

function compareForms(left: string, right: string): number {
  return Math.sign(rank(left) - rank(right))
}

function rank(form: string): number {
  const index = FORMS.findIndex((name) => form.startsWith(name))
  return RANKS[index] ?? -1
}

function isNumber(part: string): boolean {
  return /^[0-9]/.test(part)
}
