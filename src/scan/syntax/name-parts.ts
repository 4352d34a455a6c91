/** What is known of an expression that makes a file name: `dirname(__FILE__) . '/inc/' . $name . '.php'`. */
import {decodeText} from '../text.ts'
import {isWord, Kind} from '../tokens/kinds.ts'
import {stringBytes, unescapeTemplate} from '../tokens/string-literal.ts'
import type {NamePart} from '../types.ts'
import {argumentsOf} from './expressions.ts'
import {either, UNKNOWN} from './name-alternatives.ts'
import {argumentNamingFile, namePartsOfCall} from './name-calls.ts'
import {after, conditional, matchArms} from './name-choices.ts'
import {elementOf, globalVariable, isKey, keyAt, memberOfClass, nameGiver, property} from './name-references.ts'
import type {PhpFile} from './php-file.ts'

/** Nesting of parentheses and calls that a file name needs at most; beyond it, nothing is known. */
const DEEPEST = 12

const DOT = 46
const EQUALS = 61
const QUESTION = 63

/**
 * The pieces of the expression from token `first` to `last`. An element of an array is a variable too: `files[]`, or
 * `files[start]` where the key is written.
 */
export function nameParts(file: PhpFile, first: number, last: number, depth = 0): NamePart[] {
  if (depth > DEEPEST) return UNKNOWN
  let dots = 0
  for (let at = first; at <= last; at = after(file, at)) {
    switch (file.kind(at)) {
      case DOT:
        dots++
        break
      case QUESTION:
        return either(conditional(file, first, at, last).map((range) => nameParts(file, ...range, depth + 1)))
      case Kind.Coalesce:
        return either([nameParts(file, first, at - 1, depth + 1), nameParts(file, at + 1, last, depth + 1)])
      case EQUALS:
        return nameParts(file, at + 1, last, depth + 1)
    }
  }
  return dots ? joined(concatenated(file, first, last, depth)) : operand(file, first, last, depth)
}

function concatenated(file: PhpFile, first: number, last: number, depth: number): NamePart[] {
  const parts: NamePart[] = []
  for (let at = first; at <= last; ) {
    let end = at
    while (end <= last && file.kind(end) !== DOT) end = after(file, end)
    const own = end > at ? operand(file, at, Math.min(end - 1, last), depth) : UNKNOWN
    // `find('top.php') . '/top.php'`: what is given a file's name gives the directory here.
    const isDirectory = end <= last && own.length > 1 && file.kind(end - 1) === 41 && 'unknown' in (own[0] ?? {})
    parts.push(...(isDirectory ? UNKNOWN : own))
    at = end + 1
  }
  return parts
}

/** Neighbouring texts as one, neighbouring unknowns too. */
export function joined(parts: readonly NamePart[]): NamePart[] {
  const result: NamePart[] = []
  for (const part of parts) {
    const previous = result.at(-1)
    if ('text' in part && previous && 'text' in previous) result[result.length - 1] = {text: previous.text + part.text}
    else if ('unknown' in part && !part.call && previous && 'unknown' in previous && !previous.call) {
      result[result.length - 1] = {...part, ...previous, isPath: true}
    } else result.push(part)
  }
  return result.filter((part) => !('text' in part) || part.text !== '' || result.length === 1)
}

function operand(file: PhpFile, first: number, last: number, depth: number): NamePart[] {
  const kind = file.kind(first)
  if (depth > DEEPEST) return UNKNOWN
  switch (kind) {
    case 40: // (
      return file.partner(first) === last
        ? nameParts(file, first + 1, last - 1, depth + 1)
        : somethingElse(file, first, last)
    case 64: // @
    case Kind.Cast:
      return operand(file, first + 1, last, depth + 1)
    case Kind.TemplateStart:
      return joined(template(file, first, last))
    case Kind.Variable:
      return variable(file, first, last)
    case Kind.String:
      return first === last ? [{text: decodeText(stringBytes(file.raw(first)))}] : somethingElse(file, first, last)
    case Kind.Number:
      return first === last ? [{text: file.raw(first)}] : somethingElse(file, first, last)
    case Kind.Match:
      return either(matchArms(file, first, last).map((range) => nameParts(file, ...range, depth + 1)))
    case Kind.Static:
      return named(file, first, last, memberOfClass(file, first, last))
    case Kind.Name:
      if (file.kind(first + 1) === Kind.DoubleColon) return named(file, first, last, memberOfClass(file, first, last))
      if (file.kind(first + 1) === 40 && file.partner(first + 1) === last) return call(file, first, depth)
      return first === last ? constant(file, first) : somethingElse(file, first, last)
    default:
      return somethingElse(file, first, last)
  }
}

function call(file: PhpFile, name: number, depth: number): NamePart[] {
  const evaluate = (first: number, last: number): NamePart[] => nameParts(file, first, last, depth + 1)
  return namePartsOfCall(file, name, evaluate) ?? somethingElse(file, name, file.partner(name + 1))
}

function constant(file: PhpFile, token: number): NamePart[] {
  switch (file.word(token)) {
    case '__dir__':
      return [{up: 1}]
    case '__file__':
      return [{up: 0}]
    case 'directory_separator':
      return [{text: '/'}]
    case 'path_separator':
      return [{text: ':'}]
    case 'null':
    case 'false':
      return [{text: ''}]
    default:
      return [{constant: decodeText(file.raw(token).replace(/^.*\\/s, ''))}]
  }
}

// PHP manual, "$_SERVER": the script that was requested; PHP starts in its directory.
const SCRIPTS = /^(SCRIPT_FILENAME|PATH_TRANSLATED|ORIG_PATH_TRANSLATED|ORIG_SCRIPT_FILENAME)$/

function variable(file: PhpFile, first: number, last: number): NamePart[] {
  const name = decodeText(file.raw(first))
  if (name === '$this') return named(file, first, last, property(file, first, last))
  if (name === '$GLOBALS') return named(file, first, last, globalVariable(file, first, last))
  const element = elementOf(file, first, last)
  if (name === '$_SERVER' && element !== undefined) {
    const key = element.slice(1, -1)
    if (key === 'DOCUMENT_ROOT' || key === 'CONTEXT_DOCUMENT_ROOT') return [{root: true}]
    return SCRIPTS.test(key) ? [{text: './'}, {unknown: true}] : UNKNOWN
  }
  return element === undefined || INPUT.test(name)
    ? somethingElse(file, first, last)
    : [{variable: `${name.slice(1)}${element}`}]
}

/** A name that other files may know. */
function named(file: PhpFile, first: number, last: number, name: string | undefined): NamePart[] {
  return name === undefined ? somethingElse(file, first, last) : [{constant: name}]
}

/** Tokens of an operand in which an input is looked for. */
const FARTHEST = 100

const INPUT = /^\$(_(GET|POST|REQUEST)|HTTP_(GET|POST)_VARS)$/

/** Nothing known but whether the request decides, and the file's name when a call is given one: `path('top.php')`. */
function somethingElse(file: PhpFile, first: number, last: number): NamePart[] {
  for (let at = first; at <= Math.min(last, first + FARTHEST); at++) {
    if (file.kind(at) !== Kind.Variable || !INPUT.test(file.raw(at))) continue
    const isNamed = file.kind(at + 1) === 91 && isKey(file.kind(at + 2))
    return [{unknown: true, input: isNamed ? keyAt(file, at + 2) : ''}]
  }
  return file.kind(last) === 41 ? otherCall(file, file.partner(last)) : UNKNOWN
}

/**
 * A call of a function that is not known here: `$template->find('top.php')` gives a path that ends so. Of a path that
 * starts somewhere known, `clean(ROOT . '/top.php')` gives all.
 */
function otherCall(file: PhpFile, open: number): NamePart[] {
  const given = argumentsOf(file, open)
  const evaluate = (range: readonly [number, number]): NamePart[] => nameParts(file, range[0], range[1], DEEPEST - 1)
  const naming = argumentNamingFile(file, given)
  const range = given[naming]
  const parts = range ? evaluate(range) : []
  const [start, ...more] = parts
  if (start && ('up' in start || 'root' in start || 'constant' in start)) return parts
  if (start && 'text' in start && !more.length) return [...UNKNOWN, start]
  const name = nameGiver(file, open)
  if (name === undefined) return range ? [...UNKNOWN, ...parts] : UNKNOWN
  const all = given.map(evaluate)
  const [only = []] = all
  const known = all.length === 1 ? samePath(only) : undefined
  return known ?? [{unknown: true, call: {name, arguments: all, ...(range ? {file: naming} : {})}}]
}

/** What `clean_path(__DIR__ . '/a.txt')` gives, and `plugin_dir_path(__FILE__)`, when they are what they are called. */
function samePath(parts: NamePart[]): NamePart[] | undefined {
  const [start, ...more] = parts
  if (!start) return undefined
  if ('up' in start) return start.up > 0 ? parts : more.length ? undefined : [{up: 1}, {text: '/'}]
  return 'root' in start || ('text' in start && start.text.startsWith('./')) ? parts : undefined
}

function template(file: PhpFile, first: number, last: number): NamePart[] {
  const parts: NamePart[] = []
  for (let at = first + 1; at < last; at++) {
    const kind = file.kind(at)
    if (kind === Kind.TemplateText) parts.push({text: decodeText(unescapeTemplate(file.raw(at)))})
    else if (kind === Kind.CurlyOpen && file.partner(at) > at + 1) {
      parts.push(...operand(file, at + 1, file.partner(at) - 1, 1))
      at = file.partner(at)
    } else if (kind === Kind.Variable) {
      const end = endOfInterpolated(file, at)
      parts.push(...variable(file, at, end))
      at = end
    } else {
      const end = file.partner(at)
      parts.push(...somethingElse(file, at, end))
      at = end
    }
  }
  return parts
}

/** `$x`, `$x[0]` and `$x->y` are put into text without braces. */
function endOfInterpolated(file: PhpFile, at: number): number {
  if (file.kind(at + 1) === 91) return file.partner(at + 1)
  return file.kind(at + 1) === Kind.Arrow && isWord(file.kind(at + 2)) ? at + 2 : at
}
