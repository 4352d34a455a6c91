/** The `preg_` functions, for patterns that mean the same to PCRE and to JavaScript; others are a RangeError. */
import {PhpArray} from './array.ts'
import {bytesOf, textOf} from './byte-string.ts'
import {kindOf, type PhpValue, toText} from './convert.ts'
import {entriesParameter, intParameter, textParameter, valuesParameter} from './parameter.ts'
import {compilePattern, type Pattern, type PatternMatch, type Subject, trimmedGroups} from './pattern.ts'

export const PREG_PATTERN_ORDER = 1
export const PREG_SET_ORDER = 2

/** What `preg_replace_callback` calls: the match and its groups give the text that takes their place. */
export type Replacer = (matches: PhpArray<string>) => PhpValue

/** `preg_match($pattern, $subject, $matches)`: 1 or 0; the match goes into the array given. */
export function preg_match(pattern: PhpValue, subject: PhpValue, matches: PhpArray<string> = new PhpArray()): number {
  const compiled = compilePattern(textParameter(pattern))
  const prepared = compiled.subject(textParameter(subject))
  const [match] = compiled.matches(prepared.text)
  matches.replace(match === undefined ? [] : groupsOf(compiled, match, prepared))
  return match === undefined ? 0 : 1
}

/** `preg_match_all($pattern, $subject, $matches, $flags)`: how many matches; they go into the array given. */
export function preg_match_all(
  pattern: PhpValue,
  subject: PhpValue,
  matches: PhpArray<PhpArray<string>> = new PhpArray(),
  flags: PhpValue = PREG_PATTERN_ORDER,
): number {
  const order = intParameter(flags)
  if (![0, PREG_PATTERN_ORDER, PREG_SET_ORDER].includes(order)) refuse('this flag')
  const compiled = compilePattern(textParameter(pattern))
  const prepared = compiled.subject(textParameter(subject))
  const found = [...compiled.matches(prepared.text)]
  if (order === PREG_SET_ORDER) {
    matches.replace(found.map((match, index) => [index, PhpArray.from(groupsOf(compiled, match, prepared))]))
  } else {
    const column = (group: number): PhpArray<string> =>
      PhpArray.list(found.map((match) => prepared.toText(match.groups[group] ?? '')))
    matches.replace(numbered(compiled, compiled.names.length).map(([key, group]) => [key, column(group)]))
  }
  return found.length
}

/**
 * `preg_replace($pattern, $replacement, $subject, $limit)`; patterns, replacements and subjects may be arrays. `$1`, `${1}` and
 * `\1` stand for groups.
 */
export function preg_replace(
  pattern: PhpValue,
  replacement: PhpValue,
  subject: string | number,
  limit?: PhpValue,
): string
export function preg_replace(
  pattern: PhpValue,
  replacement: PhpValue,
  subject: PhpValue,
  limit?: PhpValue,
): string | PhpArray<string>
export function preg_replace(
  pattern: PhpValue,
  replacement: PhpValue,
  subject: PhpValue,
  limit: PhpValue = -1,
): string | PhpArray<string> {
  const most = intParameter(limit)
  if (kindOf(pattern) !== 'array' && kindOf(replacement) === 'array')
    throw new TypeError('PHP wants string here, array given')
  const patterns = kindOf(pattern) === 'array' ? valuesParameter(pattern).map(toText) : [textParameter(pattern)]
  const replacements = kindOf(replacement) === 'array' ? valuesParameter(replacement).map(toText) : undefined
  const same = replacements === undefined ? textParameter(replacement) : ''
  return eachSubject(subject, (text) =>
    patterns.reduce((result, delimited, index) => {
      const template = replacements === undefined ? same : (replacements[index] ?? '')
      return replaceMatches(delimited, result, most, (match, {toText: read}) =>
        fillTemplate(
          bytesOf(template),
          match.groups.map((group) => bytesOf(read(group ?? ''))),
        ),
      )
    }, text),
  )
}

/** `preg_replace_callback($pattern, $callback, $subject, $limit)`. */
export function preg_replace_callback(
  pattern: PhpValue,
  callback: Replacer,
  subject: PhpValue,
  limit: PhpValue = -1,
): string | PhpArray<string> {
  const most = intParameter(limit)
  const patterns = kindOf(pattern) === 'array' ? valuesParameter(pattern).map(toText) : [textParameter(pattern)]
  return eachSubject(subject, (text) =>
    patterns.reduce((result, delimited) => {
      const compiled = compilePattern(delimited)
      return replaceMatches(delimited, result, most, (match, prepared) =>
        bytesOf(toText(callback(PhpArray.from(groupsOf(compiled, match, prepared))))),
      )
    }, text),
  )
}

function eachSubject(subject: PhpValue, replace: (text: string) => string): string | PhpArray<string> {
  if (kindOf(subject) !== 'array') return replace(textParameter(subject))
  return PhpArray.from(entriesParameter(subject).map(([key, value]) => [key, replace(toText(value))]))
}

function replaceMatches(
  delimited: string,
  text: string,
  limit: number,
  replacement: (match: PatternMatch, subject: Subject) => string,
): string {
  const pattern = compilePattern(delimited)
  const prepared = pattern.subject(text)
  let result = ''
  let end = 0
  let left = limit
  for (const match of pattern.matches(prepared.text)) {
    if (left-- === 0) break
    result += bytesOf(prepared.toText(prepared.text.slice(end, match.start))) + replacement(match, prepared)
    end = match.end
  }
  return textOf(result + bytesOf(prepared.toText(prepared.text.slice(end))))
}

/** A backslash before `\` or `$` makes it a plain one. */
function fillTemplate(template: string, groups: readonly string[]): string {
  return template.replace(/\\([\\$])|[\\$]([0-9]{1,2})|\$\{([0-9]{1,2})\}/g, (_, plain, bare, braced) =>
    plain === undefined ? (groups[Number(bare ?? braced)] ?? '') : plain,
  )
}

function groupsOf(pattern: Pattern, match: PatternMatch, {toText: read}: Subject): [string | number, string][] {
  const groups = trimmedGroups(match.groups)
  return numbered(pattern, groups.length - 1).map(([key, group]) => [key, read(groups[group] ?? '')])
}

/** The keys of the groups up to one: each number, a name before it. */
function numbered(pattern: Pattern, last: number): [string | number, number][] {
  return Array.from({length: last + 1}, (_, group): [string | number, number][] => {
    const name = group === 0 ? undefined : pattern.names[group - 1]
    return name === undefined
      ? [[group, group]]
      : [
          [name, group],
          [group, group],
        ]
  }).flat()
}

function refuse(what: string): never {
  throw new RangeError(`preg functions: ${what} is not supported`)
}
