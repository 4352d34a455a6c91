/** One input as TypeScript: with the conversion and the default that PHP applied, as far as they can be said exactly. */
import type {InputUse} from '../scan/types.ts'

const CONVERSIONS = {int: 'toInt', float: 'toFloat', bool: 'toBool', string: 'toText'} as const

/** How PHP code says these conversions and nothing more. */
const CASTS: Record<keyof typeof CONVERSIONS, RegExp> = {
  int: /^\((?:int|integer)\)|^intval$/,
  float: /^\((?:float|double)\)|^floatval$/,
  bool: /^\((?:bool|boolean)\)|^boolval$/,
  string: /^\(string\)|^strval$/,
}

/** The TypeScript of an input. */
interface InputValue {
  code: string
  /** The function of `banyan/php` that it needs. */
  conversion?: string
  /** Whether it says all that the PHP expression does. */
  isWhole: boolean
}

/**
 * The value of an input. Where the PHP reads a part of it, gives it another base, filters or trims it, the plain
 * value stands there, and `isWhole` is false: a conversion that looks right and is not would be worse than none.
 *
 * @param access the input in the handler: `query.id`
 */
export function valueOfInput(access: string, use: InputUse): InputValue {
  if (use.path !== undefined) return {code: access, isWhole: false}
  const fallback = use.fallback === undefined ? undefined : literalOf(use.fallback)
  const hasDefault = use.fallback === undefined || fallback !== undefined
  const value = fallback === undefined ? access : `${access} ?? ${fallback}`
  const kind = use.conversion === 'array' ? undefined : use.conversion
  if (kind === undefined) return {code: value, isWhole: hasDefault}
  if (!hasDefault || !isPlainConversion(use, kind)) return {code: value, isWhole: false}
  const conversion = CONVERSIONS[kind]
  return {code: `${conversion}(${value})`, conversion, isWhole: true}
}

/** Whether the expression is the input, one cast of the kind, and a default: nothing else happens to the value. */
function isPlainConversion(use: InputUse, kind: keyof typeof CONVERSIONS): boolean {
  const text = use.text.replace(/\s+/g, '')
  const call = /^(?:isset\([^()]*\)\?)?(\(\w+\)|\w+(?=\())\(?(\$\w+\[[^[\]]*\])/.exec(text)
  if (!call || !CASTS[kind].test(call[1] ?? '')) return false
  const rest = text.slice(call[0].length)
  return rest === '' || /^\)?(?:\?\?|:)?[^,$(]*$/.test(rest)
}

/** A PHP literal as TypeScript: numbers, strings without escapes, `null`, `true`, `false`; `undefined` for all else. */
function literalOf(php: string): string | undefined {
  const text = php.trim()
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text)) return text
  if (/^(null|true|false)$/i.test(text)) return text.toLowerCase()
  return /^'[^'\\\r\n]*'$|^"[^"\\$\r\n]*"$/.test(text) ? `'${text.slice(1, -1).replaceAll("'", "\\'")}'` : undefined
}
