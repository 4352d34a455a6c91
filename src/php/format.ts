/** `sprintf` (manual, "sprintf"; ext/standard/formatted_print.c). */
import {bytesOf, textOf} from './byte-string.ts'
import type {Charset} from './charset.ts'
import {int64OfText, type PhpValue, toFloat, toInt, toText} from './convert.ts'
import {fixedFloat, formatGeneral, formatScientific} from './float-format.ts'
import {textParameter, valuesParameter} from './parameter.ts'

/**
 * `sprintf($format, ...$values)`, with widths in bytes of UTF-8; a site in ISO-8859-1 uses {@link vsprintf}. Throws a RangeError
 * for a format that PHP refuses, for too few values, and for `*` as width.
 */
export function sprintf(format: PhpValue, ...values: PhpValue[]): string {
  return formatted(format, values, 'utf-8')
}

/** `vsprintf($format, $values)`. */
export function vsprintf(format: PhpValue, values: PhpValue, charset: Charset = 'utf-8'): string {
  return formatted(format, valuesParameter(values), charset)
}

/** `%`, the number of the value, flags, width, precision, an `l` without meaning, and the kind of conversion. */
const PLACEHOLDER = /%(?:%|(?:([0-9]+)\$)?((?:[ 0+-]|'[\s\S])*)([0-9]*)(?:\.([0-9]*))?l?([\s\S]?))/g

interface Placeholder {
  padding: string
  isLeft: boolean
  hasPlus: boolean
  width: number
  /** `undefined` where the format has no digits after a point. */
  precision: number | undefined
}

function formatted(format: PhpValue, values: readonly PhpValue[], charset: Charset): string {
  let next = 0
  const bytes = bytesOf(textParameter(format), charset)
  const result = bytes.replace(PLACEHOLDER, (whole, number, flags = '', width, precision, kind) => {
    if (whole === '%%') return '%'
    if (kind === '*') throw new RangeError('sprintf() with * is not supported')
    const placeholder = placeholderOf(flags, width, precision ? Number(precision) : undefined)
    if (!'bcdeEfFgGhHosuxX%'.includes(kind) || kind === '')
      throw new RangeError(`sprintf(): unknown format specifier "${kind}"`)
    if (Number(number) === 0 && number !== undefined) throw new RangeError('sprintf(): the values are numbered from 1')
    const index = number === undefined ? next++ : Number(number) - 1
    if (index >= values.length) throw new RangeError(`sprintf(): there is no value ${index + 1}`)
    return convert(values[index], kind, placeholder, charset)
  })
  return textOf(result, charset)
}

function placeholderOf(flags: string, width: string, precision: number | undefined): Placeholder {
  let [padding, isLeft, hasPlus] = [' ', false, false]
  for (let at = 0; at < flags.length; at++) {
    const flag = flags.charAt(at)
    if (flag === "'") padding = flags.charAt(++at)
    else if (flag === '-') isLeft = true
    else if (flag === '+') hasPlus = true
    else padding = flag
  }
  if (Number(width) > 0x7fffffff || (precision ?? 0) > 0x7fffffff) {
    throw new RangeError('sprintf(): width and precision must be less than 2147483647')
  }
  return {padding, isLeft, hasPlus, width: Number(width), precision}
}

function convert(value: PhpValue, kind: string, placeholder: Placeholder, charset: Charset): string {
  switch (kind) {
    case 's': {
      const text = bytesOf(toText(value), charset)
      return pad(text.slice(0, Math.min(placeholder.precision ?? text.length, 500)), '', placeholder)
    }
    case 'd': {
      const integer = bigintOf(value)
      return padNumber(
        String(integer < 0n ? -integer : integer),
        integer < 0n ? '-' : placeholder.hasPlus ? '+' : '',
        placeholder,
      )
    }
    case 'u':
      return padNumber(String(BigInt.asUintN(64, bigintOf(value))), '', placeholder)
    case 'c':
      return String.fromCharCode(Number(BigInt.asUintN(8, bigintOf(value))))
    case '%':
      return '%'
    case 'b':
    case 'o':
    case 'x':
    case 'X': {
      const digits = BigInt.asUintN(64, bigintOf(value)).toString({b: 2, o: 8, x: 16, X: 16}[kind])
      // A precision cuts everything off.
      return pad(
        placeholder.precision === undefined ? (kind === 'X' ? digits.toUpperCase() : digits) : '',
        '',
        placeholder,
      )
    }
    default:
      return convertFloat(toFloat(value), kind, placeholder)
  }
}

function convertFloat(value: number, kind: string, placeholder: Placeholder): string {
  const sign = value < 0 ? '-' : placeholder.hasPlus ? '+' : ''
  if (!Number.isFinite(value)) return withoutNumber(Number.isNaN(value) ? 'NaN' : 'INF', sign, placeholder)
  const precision = Math.min(placeholder.precision ?? 6, 53)
  const size = Math.abs(value)
  switch (kind) {
    case 'e':
    case 'E':
      return pad(formatScientific(size, precision, kind), sign, placeholder)
    case 'f':
    case 'F':
      return pad(fixedFloat(size, precision), sign, placeholder)
    default:
      return pad(
        formatGeneral(size, precision || 1, kind === 'G' || kind === 'H' ? 'E' : 'e'),
        Object.is(value, -0) ? '-' : sign,
        placeholder,
      )
  }
}

/** As in PHP it gets no padding, and its sign only with zeros as padding, in place of its first letter. */
function withoutNumber(name: string, sign: string, {padding, isLeft}: Placeholder): string {
  return padding === '0' && !isLeft && sign !== '' ? sign + name.slice(1) : name
}

function padNumber(digits: string, sign: string, placeholder: Placeholder): string {
  // Zeros on the right would change the number.
  const padding = placeholder.isLeft && placeholder.padding === '0' ? ' ' : placeholder.padding
  return pad(digits, sign, {...placeholder, padding})
}

function pad(text: string, sign: string, {padding, isLeft, width}: Placeholder): string {
  const missing = padding.repeat(Math.max(0, width - text.length - sign.length))
  if (isLeft) return sign + text + missing
  return padding === '0' ? sign + missing + text : missing + sign + text
}

function bigintOf(value: PhpValue): bigint {
  return typeof value === 'string' ? int64OfText(value) : typeof value === 'bigint' ? value : BigInt(toInt(value))
}
