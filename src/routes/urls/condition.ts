/** `RewriteCond`: read once, then asked for each request. */
import {isKnown} from './bytes.ts'
import {type Expansion, expand, parseExpansion, type References} from './expansion.ts'
import {type Matcher, matcher} from './regexp.ts'
import type {SettingPlace} from './types.ts'

export interface Condition {
  place: SettingPlace
  tested: Expansion
  /** As written, without `!`, one character a byte. */
  pattern: string
  test: Test
  isNegated: boolean
  isCaseless: boolean
  /** `[OR]`: it is enough when this one holds, or the next. */
  isOr: boolean
}

type Test =
  | {kind: 'pattern'; matches: Matcher}
  | {kind: 'file' | 'directory' | 'link' | 'size'}
  | {kind: 'text' | 'number'; holds: (difference: number) => boolean; value: string}
  /** What only the server can answer: expressions, subrequests, file modes. */
  | {kind: 'unknown'}

const FILE_TESTS: Readonly<Record<string, Test>> = {
  '-f': {kind: 'file'},
  '-d': {kind: 'directory'},
  '-s': {kind: 'size'},
  '-l': {kind: 'link'},
  '-L': {kind: 'link'},
  '-h': {kind: 'link'},
  '-x': {kind: 'unknown'},
  '-U': {kind: 'unknown'},
  '-F': {kind: 'unknown'},
}

const COMPARISONS: Readonly<Record<string, (difference: number) => boolean>> = {
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
  '=': (difference) => difference === 0,
}

/** A condition of its parts; `undefined` when Apache would refuse it. */
export function parseCondition(
  place: SettingPlace,
  tested: string,
  written: string,
  flags: readonly string[],
): Condition | undefined {
  const names = flags.map((flag) => flag.toLowerCase())
  if (names.some((name) => !/^(?:nc|nocase|or|ornext|nv|novary)$/.test(name))) return undefined
  const isCaseless = names.some((name) => name === 'nc' || name === 'nocase')
  const isNegated = written.startsWith('!')
  const pattern = isNegated ? written.slice(1) : written
  return {
    place,
    tested: parseExpansion(tested),
    pattern,
    test: tested.toLowerCase() === 'expr' ? {kind: 'unknown'} : testOf(pattern, isCaseless),
    isNegated,
    isCaseless,
    isOr: names.some((name) => name === 'or' || name === 'ornext'),
  }
}

function testOf(pattern: string, isCaseless: boolean): Test {
  const ofFile = FILE_TESTS[pattern]
  if (ofFile) return ofFile
  const [, number, operand = ''] = /^-(lt|le|gt|ge|eq|ne)(.+)$/s.exec(pattern) ?? []
  if (number) return {kind: 'number', holds: COMPARISONS[number] as never, value: operand}
  const [, sign, value = ''] = /^([<>]=?|=)(.*)$/s.exec(pattern) ?? []
  // A pattern of one character is always an expression.
  if (sign !== undefined && pattern.length > 1) {
    return {kind: 'text', holds: COMPARISONS[sign] as never, value: sign === '=' && value === '""' ? '' : value}
  }
  return {kind: 'pattern', matches: matcher(pattern, isCaseless)}
}

/** What a condition says of a request; groups are those that later references mean. */
export interface Verdict {
  holds: boolean | 'unknown'
  groups?: readonly string[]
}

/** What there is at an absolute path of the file system; `unknown` out of the document root. */
type KindOf = (path: string) => 'file' | 'directory' | 'unknown' | undefined

export function judge(condition: Condition, references: References, kindOf: KindOf): Verdict {
  const {test, isNegated} = condition
  if (test.kind === 'unknown') return {holds: 'unknown'}
  const text = expand(condition.tested, references)
  if (!isKnown(text)) return {holds: 'unknown'}
  if (test.kind === 'pattern') {
    // Which version of HTTP a request has, is not known.
    if (/HTTP\/\\?[\d.]/.test(condition.pattern) && condition.tested.some(isRequestLine)) return {holds: 'unknown'}
    const found = test.matches(text)
    if (found === 'unknown') return {holds: 'unknown'}
    if (isNegated) return {holds: found === null}
    return found === null ? {holds: false} : {holds: true, groups: found}
  }
  const plain = compare(test, text, condition.isCaseless, kindOf)
  return {holds: plain === 'unknown' ? plain : plain !== isNegated}
}

function isRequestLine(part: Expansion[number]): boolean {
  return 'variable' in part && part.variable === 'THE_REQUEST'
}

function compare(
  test: Exclude<Test, {kind: 'pattern' | 'unknown'}>,
  text: string,
  isCaseless: boolean,
  kindOf: KindOf,
): boolean | 'unknown' {
  if (test.kind === 'number') return test.holds(integer(text) - integer(test.value))
  if (test.kind === 'text') return test.holds(lexicographic(text, test.value, isCaseless))
  const kind = kindOf(text)
  if (kind === 'unknown') return kind
  if (test.kind === 'link') return kind === undefined ? false : 'unknown'
  if (test.kind === 'size') return kind === 'file' ? 'unknown' : false
  return kind === test.kind
}

/** C's `atoi`. */
function integer(text: string): number {
  return Number.parseInt(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? '0', 10)
}

/** Apache compares the lengths first (`compare_lexicography`), but not regardless of case. */
function lexicographic(a: string, b: string, isCaseless: boolean): number {
  if (!isCaseless && a.length !== b.length) return a.length - b.length
  const [left, right] = isCaseless ? [a.toLowerCase(), b.toLowerCase()] : [a, b]
  return left < right ? -1 : left > right ? 1 : 0
}
