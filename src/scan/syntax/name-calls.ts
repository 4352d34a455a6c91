/** Functions that make file names of what they are given. */
import {Kind} from '../tokens/kinds.ts'
import type {NamePart} from '../types.ts'
import {argumentsOf} from './expressions.ts'
import {UNKNOWN} from './name-alternatives.ts'
import type {PhpFile} from './php-file.ts'

/** The parts of an expression from one token to another. */
type Evaluate = (first: number, last: number) => NamePart[]

/** What the call of the function at `name` gives; `undefined` when the function is not known. */
export function namePartsOfCall(file: PhpFile, name: number, evaluate: Evaluate): NamePart[] | undefined {
  const given = argumentsOf(file, name + 1)
  const argument = (index: number): NamePart[] => {
    const range = given[index]
    return range ? evaluate(range[0], range[1]) : UNKNOWN
  }
  switch (file.word(name)) {
    case 'dirname':
      return directoryOf(argument(0), given.length > 1 ? argument(1) : [{text: '1'}])
    case 'realpath':
    case 'trim':
    case 'rtrim':
    case 'ltrim':
    case 'addslashes':
    case 'stripslashes':
    case 'strval':
      return argument(0)
    case 'getcwd':
    case 'get_include_path':
      return [{text: '.'}]
    case 'strtr': // strtr(__FILE__, '\\', '/')
      return given.length === 3 ? replaced(argument(1), argument(2), argument(0)) : UNKNOWN
    case 'str_replace':
      return replaced(argument(0), argument(1), argument(2))
    case 'substr': // substr(strrchr(__FILE__, '.'), 1): the ending of this file's own name
      return given[0] && file.word(given[0][0]) === 'strrchr' ? [{text: 'php'}] : UNKNOWN
    case 'strtolower':
      return argument(0).map((part) => ('text' in part ? {text: part.text.toLowerCase()} : part))
    case 'basename':
      return lastSegment(argument(0), given.length)
    case 'constant': {
      const [part] = argument(0)
      return part && 'text' in part ? [{constant: part.text}] : UNKNOWN
    }
    case 'sprintf':
      return formatted(given.map((_, index) => argument(index)))
    case 'implode':
    case 'join':
      return given[1] ? imploded(argument(0), elements(file, given[1], evaluate)) : UNKNOWN
    case 'glob':
      return withoutWildcards(argument(0))
    default:
      return undefined
  }
}

/** `dirname(x, levels)`: PHP takes away segments as `/..` does. */
function directoryOf(parts: readonly NamePart[], levels: readonly NamePart[]): NamePart[] {
  const [level] = levels
  const count = level && 'text' in level ? Number(level.text) : Number.NaN
  if (!(Number.isInteger(count) && count >= 1 && count < 100)) return UNKNOWN
  const [part, ...more] = parts
  if (part && 'up' in part && !more.length) return [{up: part.up + count}]
  // The script that was requested lies where PHP starts.
  const isScript = part && 'text' in part && part.text === './' && more.length === 1 && 'unknown' in (more[0] ?? {})
  if (isScript) return [{text: `.${'/..'.repeat(count - 1)}`}]
  return 'unknown' in (parts.at(-1) ?? {}) ? UNKNOWN : [...parts, {text: '/..'.repeat(count)}]
}

/** `str_replace('\\', '/', __FILE__)` changes nothing that counts; else only texts are known. */
function replaced(search: readonly NamePart[], by: readonly NamePart[], subject: NamePart[]): NamePart[] {
  const [from, to, name] = [textOf(search), textOf(by), textOf(subject)]
  if (from === '\\' || from === '//') return isClassName(subject) ? [{unknown: true, isPath: true}] : subject
  return from === undefined || to === undefined || name === undefined || from === ''
    ? [{unknown: true, ...(to?.includes('/') ? {isPath: true} : {})}]
    : [{text: name.replaceAll(from, () => to)}]
}

/** Of a class, and of names in its namespace, `\\` parts directories. */
function isClassName([part, ...more]: readonly NamePart[]): boolean {
  return part !== undefined && 'variable' in part && !more.length && /class|name|type/i.test(part.variable)
}

function textOf([part, ...more]: readonly NamePart[]): string | undefined {
  return part && 'text' in part && !more.length ? part.text : undefined
}

function lastSegment(parts: readonly NamePart[], given: number): NamePart[] {
  const text = textOf(parts)
  return text === undefined || given > 1 ? UNKNOWN : [{text: text.slice(text.lastIndexOf('/') + 1)}]
}

/** `sprintf('%s/%s.php', ROOT, $name)`. */
function formatted([format = UNKNOWN, ...values]: NamePart[][]): NamePart[] {
  const text = textOf(format)
  if (text === undefined) return UNKNOWN
  const parts: NamePart[] = []
  let next = 0
  let end = 0
  for (const found of text.matchAll(/%(?:%|(?:(\d+)\$)?([-+0-9.]*)([a-zA-Z]))/g)) {
    parts.push({text: text.slice(end, found.index)})
    end = found.index + found[0].length
    const [, position, width, type] = found
    if (type === undefined) parts.push({text: '%'})
    else {
      const value = values[position === undefined ? next++ : Number(position) - 1]
      parts.push(...(type === 's' && width === '' && value ? value : UNKNOWN))
    }
  }
  return [...parts, {text: text.slice(end)}]
}

/** The elements of an array that is written there; none when it is not. */
function elements(file: PhpFile, [first, last]: readonly [number, number], evaluate: Evaluate): NamePart[][] {
  const open = file.kind(first) === Kind.Array ? first + 1 : first
  if ((file.kind(open) !== 40 && file.kind(open) !== 91) || file.partner(open) !== last) return []
  return argumentsOf(file, open).map(([from, to]) => evaluate(from, to))
}

function imploded(separator: readonly NamePart[], all: readonly NamePart[][]): NamePart[] {
  return all.length ? all.flatMap((parts, index) => (index ? [...separator, ...parts] : parts)) : UNKNOWN
}

/** What the wildcards of `glob` stand for is not known. */
function withoutWildcards(parts: readonly NamePart[]): NamePart[] {
  return parts.flatMap((part): NamePart[] => {
    if (!('text' in part)) return [part]
    const known = part.text.split(/[*?]+|\[[^\]]*\]|\{[^}]*\}/)
    return known.flatMap((text, index): NamePart[] => (index ? [{unknown: true}, {text}] : [{text}]))
  })
}

/** With a letter before: `.php` alone is no name. */
const FILE_NAME = /\w\.(php\d?|inc|phtml)$/i

/** The argument in the brackets at `open` that names a PHP file, when it is the only one that does: its place. */
export function argumentNamingFile(file: PhpFile, given: readonly (readonly [number, number])[]): number {
  let found = -1
  for (const [index, [, last]] of given.entries()) {
    const kind = file.kind(last)
    if (kind !== Kind.String && kind !== Kind.TemplateEnd) continue
    const end = file.ends[kind === Kind.String ? last : last - 1] ?? 0
    if (!FILE_NAME.test(file.source.slice(Math.max(0, end - 8), kind === Kind.String ? end - 1 : end))) continue
    if (found >= 0) return -1
    found = index
  }
  return found
}
