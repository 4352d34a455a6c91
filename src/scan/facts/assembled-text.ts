/** Text that a file puts together from literals and values: `"SELECT * FROM " . TABLE_USERS . " WHERE id = $id"`. */
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringBytes, unescapeTemplate} from '../tokens/string-literal.ts'

/** Stands in assembled text for something that is known only at run time. */
export const HOLE = '\x01'
/** Stands before and after the name of a single constant, property or variable: `TABLE_USERS`, `$db->users`, `$table`. */
export const NAMED = '\x02'

/** Text with {@link HOLE} and {@link NAMED}, as Latin-1, and the last token that is in it. */
interface AssembledText {
  text: string
  last: number
}

/** What may still be looked at in a file: texts that lie in each other would take quadratic time without it. */
export interface Budget {
  /** Characters and tokens. */
  left: number
}

/** A budget that no code reaches which somebody wrote. */
export function budgetFor(file: PhpFile): Budget {
  return {left: 8 * file.source.length + 100_000}
}

interface Limits {
  /** Characters that are enough. */
  most: number
  /** What is looked at is taken from it; without any left, there is no text. */
  budget: Budget
  /** Characters of the first token that are left out, its quote among them. */
  skip?: number
  /** Whether the text goes on after a comma, as in `echo $a, $b`. */
  commas?: boolean
}

/**
 * The text that the expression from token `first` on makes, up to what ends the expression; `first` is a string, or
 * the start or some text of a template.
 */
export function assembledText(file: PhpFile, first: number, limits: Limits): AssembledText {
  const {budget, skip = 0, commas = false} = limits
  const most = Math.min(limits.most, budget.left)
  let text = ''
  let at = first
  let inTemplate = file.kind(first) === Kind.TemplateText
  while (at < file.count && text.length < most) {
    const kind = file.kind(at)
    const left = at === first ? skip : 0
    if (kind === Kind.String) text += textOf(file, at, left, most)
    else if (kind === Kind.TemplateText) text += unescapeTemplate(file.raw(at).slice(left, left + most))
    else if (kind === Kind.TemplateStart) inTemplate = true
    else if (kind === Kind.TemplateEnd) inTemplate = false
    else if (inTemplate) {
      const end = interpolationEnd(file, at, kind)
      text += kind === Kind.CurlyOpen ? valueText(file, at + 1, end - 1) : valueText(file, at, end)
      at = end
    } else if (endsText(kind) && !(commas && kind === COMMA)) break
    else if (kind !== DOT && kind !== COMMA) {
      const end = operandEnd(file, at)
      text += valueText(file, at, end)
      at = end
    }
    at++
  }
  const last = Math.max(first, at - 1)
  budget.left -= text.length + last - first + 1
  return {text, last}
}

const DOT = 46
const COMMA = 44

function textOf(file: PhpFile, token: number, skip: number, most: number): string {
  const raw = file.raw(token)
  const start = raw.startsWith("'") || raw.startsWith('"') ? 0 : 1 // b'…'
  const from = Math.max(skip, start + 1)
  const quote = raw.charAt(start)
  return stringBytes(quote + raw.slice(from, Math.min(from + most, raw.length - 1)) + quote)
}

/** The last token of a value in a template: `$a`, `$a[0]`, `$a->b`, `{$a…}`, `${a}`. */
function interpolationEnd(file: PhpFile, at: number, kind: number): number {
  if (kind !== Kind.Variable) return file.partner(at)
  if (file.kind(at + 1) === 91) return file.partner(at + 1)
  return file.kind(at + 1) === Kind.Arrow && file.kind(at + 2) === Kind.Name ? at + 2 : at
}

function operandEnd(file: PhpFile, first: number): number {
  let at = file.partner(first) > first ? file.partner(first) : first
  while (at + 1 < file.count) {
    const kind = file.kind(at + 1)
    if (kind === DOT || endsText(kind)) break
    at = file.partner(at + 1) > at ? file.partner(at + 1) : at + 1
  }
  return at
}

function endsText(kind: number): boolean {
  switch (kind) {
    case COMMA:
    case 41: // )
    case 58: // :
    case 59: // ;
    case 63: // ?
    case 93: // ]
    case 125: // }
    case Kind.And:
    case Kind.As:
    case Kind.CloseTag:
    case Kind.Coalesce:
    case Kind.Comparison:
    case Kind.DoubleArrow:
    case Kind.InlineHtml:
    case Kind.Logical:
    case Kind.Or:
    case Kind.Xor:
      return true
    default:
      return false
  }
}

/** What stands in the text for the value of tokens `first` to `last`. */
function valueText(file: PhpFile, first: number, last: number): string {
  const kind = file.kind(first)
  if (first === last) {
    if (kind === Kind.Number) return file.raw(first)
    if (kind === Kind.Variable) return named(file.raw(first))
    if (kind === Kind.Name) return file.word(first) === 'php_eol' ? '\n' : named(file.raw(first))
    return HOLE
  }
  const isMember = last === first + 2 && file.kind(last) === Kind.Name
  if (isMember && kind === Kind.Variable && file.kind(first + 1) === Kind.Arrow)
    return named(`${file.raw(first)}->${file.raw(last)}`)
  if (isMember && (kind === Kind.Name || kind === Kind.Static) && file.kind(first + 1) === Kind.DoubleColon)
    return named(`${file.raw(first)}::${file.raw(last)}`)
  return HOLE
}

const named = (name: string): string => NAMED + name + NAMED
