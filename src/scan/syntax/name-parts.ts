/** What is known of an expression that makes a file name: `dirname(__FILE__) . '/inc/' . $name . '.php'`. */

import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringBytes, unescapeTemplate} from '../tokens/string-literal.ts'
import type {NamePart} from '../types.ts'
import {argumentsOf} from './expressions.ts'
import type {PhpFile} from './php-file.ts'

/** Nesting of parentheses and calls that a file name needs at most; beyond it, nothing is known. */
const DEEPEST = 12

/** The pieces of the expression from token `first` to `last`. */
export function nameParts(file: PhpFile, first: number, last: number, depth = 0): NamePart[] {
  if (depth > DEEPEST) return [{unknown: true}]
  const parts: NamePart[] = []
  for (let at = first; at <= last; ) {
    let end = at
    while (end <= last && file.kind(end) !== DOT) end = file.partner(end) > end ? file.partner(end) + 1 : end + 1
    parts.push(...(end > at ? operand(file, at, Math.min(end - 1, last), depth) : unknown()))
    at = end + 1
  }
  return joined(parts)
}

const DOT = 46
const unknown = (): NamePart[] => [{unknown: true}]
const text = (value: string): NamePart[] => [{text: value}]

/** Neighbouring texts as one, neighbouring unknowns too. */
export function joined(parts: readonly NamePart[]): NamePart[] {
  const result: NamePart[] = []
  for (const part of parts) {
    const previous = result.at(-1)
    if ('text' in part && previous && 'text' in previous) result[result.length - 1] = {text: previous.text + part.text}
    else if ('unknown' in part && previous && 'unknown' in previous) result[result.length - 1] = {...part, ...previous}
    else result.push(part)
  }
  return result.filter((part) => !('text' in part) || part.text !== '' || result.length === 1)
}

function operand(file: PhpFile, first: number, last: number, depth: number): NamePart[] {
  const kind = file.kind(first)
  if (depth > DEEPEST) return unknown()
  if (kind === 40 && file.partner(first) === last) return nameParts(file, first + 1, last - 1, depth + 1)
  if (kind === 64) return operand(file, first + 1, last, depth + 1)
  if (kind === Kind.TemplateStart) return template(file, first, last)
  if (kind === Kind.Variable) return variable(file, first, last)
  if (kind === Kind.Name && file.kind(first + 1) === 40 && file.partner(first + 1) === last)
    return call(file, first, depth)
  if (first !== last) return somethingElse(file, first, last)
  if (kind === Kind.String) return text(decodeText(stringBytes(file.raw(first))))
  if (kind === Kind.Number) return text(file.raw(first))
  return kind === Kind.Name ? constant(file, first) : unknown()
}

function constant(file: PhpFile, token: number): NamePart[] {
  switch (file.word(token)) {
    case '__dir__':
      return [{up: 1}]
    case '__file__':
      return [{up: 0}]
    case 'directory_separator':
      return text('/')
    case 'path_separator':
      return text(':')
    default:
      return [{constant: decodeText(file.raw(token).replace(/^\\/, ''))}]
  }
}

function variable(file: PhpFile, first: number, last: number): NamePart[] {
  const name = file.raw(first)
  if (first === last) return [{variable: decodeText(name.slice(1))}]
  const isKeyOfServer = name === '$_SERVER' && file.kind(first + 1) === 91 && last === first + 3
  if (isKeyOfServer && /^.DOCUMENT_ROOT.$/.test(file.raw(first + 2))) return [{root: true}]
  return somethingElse(file, first, last)
}

/** Tokens of an operand in which an input is looked for. */
const FARTHEST = 100

const INPUT = /^\$(_(GET|POST|REQUEST)|HTTP_(GET|POST)_VARS)$/

/** Nothing known but whether the request decides, and the file's name when a call is given one: `path('top.php')`. */
function somethingElse(file: PhpFile, first: number, last: number): NamePart[] {
  for (let at = first; at <= Math.min(last, first + FARTHEST); at++) {
    if (file.kind(at) !== Kind.Variable || !INPUT.test(file.raw(at))) continue
    const key =
      file.kind(at + 1) === 91 && file.kind(at + 2) === Kind.String ? decodeText(stringBytes(file.raw(at + 2))) : ''
    return [{unknown: true, input: key}]
  }
  const name = file.kind(last) === 41 ? givenFile(file, file.partner(last)) : undefined
  return name === undefined ? unknown() : [{unknown: true}, {text: name}]
}

/** The name of a PHP file that is the first argument in the brackets at `open`, and the only text among them. */
function givenFile(file: PhpFile, open: number): string | undefined {
  const [name, ...others] = argumentsOf(file, open)
  if (!name || name[0] !== name[1] || file.kind(name[0]) !== Kind.String) return undefined
  const value = decodeText(stringBytes(file.raw(name[0])))
  const isOnly = !others.some(([first]) => file.kind(first) === Kind.String)
  return isOnly && /^[\w./-]*\w\.(php\d?|inc|phtml)$/i.test(value) ? value : undefined
}

function template(file: PhpFile, first: number, last: number): NamePart[] {
  const parts: NamePart[] = []
  for (let at = first + 1; at < last; at++) {
    const kind = file.kind(at)
    if (kind === Kind.TemplateText) parts.push({text: decodeText(unescapeTemplate(file.raw(at)))})
    else if (kind === Kind.Variable && file.kind(at + 1) !== 91 && file.kind(at + 1) !== Kind.Arrow) {
      parts.push(...variable(file, at, at))
    } else if (kind === Kind.CurlyOpen && file.kind(at + 1) === Kind.Variable && file.partner(at) === at + 2) {
      parts.push(...variable(file, at + 1, at + 1))
      at += 2
    } else {
      const end = kind === Kind.Variable && file.kind(at + 1) === 91 ? file.partner(at + 1) : file.partner(at)
      parts.push(...somethingElse(file, at, end))
      at = end
    }
  }
  return parts
}

function call(file: PhpFile, name: number, depth: number): NamePart[] {
  const parameters = argumentsOf(file, name + 1)
  const argument = (index: number): NamePart[] => {
    const range = parameters[index]
    return range ? nameParts(file, range[0], range[1], depth + 1) : unknown()
  }
  switch (file.word(name)) {
    case 'dirname':
      return directoryOf(argument(0), parameters.length > 1 ? argument(1) : text('1'))
    case 'realpath':
    case 'trim':
    case 'rtrim':
    case 'addslashes':
      return argument(0)
    case 'str_replace': // str_replace('\\', '/', __FILE__)
      return parameters.length === 3 ? argument(2) : unknown()
    case 'substr': // substr(strrchr(__FILE__, '.'), 1): phpBB's way to say `php`
      return parameters[0] && file.word(parameters[0][0]) === 'strrchr' ? text('php') : unknown()
    case 'constant': {
      const [part] = argument(0)
      return part && 'text' in part ? [{constant: part.text}] : unknown()
    }
    default:
      return somethingElse(file, name, file.partner(name + 1))
  }
}

function directoryOf(parts: readonly NamePart[], levels: readonly NamePart[]): NamePart[] {
  const [level] = levels
  const count = level && 'text' in level ? Number(level.text) : Number.NaN
  const [part, ...more] = parts
  if (!part || more.length || !(count >= 1 && count < 100)) return unknown()
  if ('up' in part) return [{up: part.up + count}]
  if (!('text' in part)) return unknown()
  let path = part.text
  for (let level = 0; level < count; level++) path = path.includes('/') ? path.replace(/\/[^/]*$/, '') : '.'
  return text(path)
}
