/** PHP's float where a JavaScript number cannot show that it is one, and how PHP writes floats as text. */

const BRAND = Symbol.for('banyan.float')

/**
 * A float whose value looks like an integer: PHP keeps `1` and `1.0` apart in sessions and prints `1.0E+15`, JavaScript
 * has one number type. Arithmetic goes through {@link PhpFloat.value} or `toFloat`.
 */
export class PhpFloat {
  readonly value: number
  readonly [BRAND] = true

  constructor(value: number) {
    this.value = value
  }

  valueOf(): number {
    return this.value
  }

  toString(): string {
    return formatFloat(this.value)
  }
}

/** Marks a number as PHP's float, so that it is written back as `d:1;` and not as `i:1;`. */
export function float(value: number): PhpFloat {
  return new PhpFloat(value)
}

/** Whether a value is a {@link PhpFloat}, also one made by another copy of this module. */
export function isPhpFloat(value: unknown): value is PhpFloat {
  return typeof value === 'object' && value !== null && BRAND in value
}

/**
 * A float as PHP writes it: `echo` uses `precision` 14; `serialize`, `json_encode` and `var_export` use the shortest
 * text that reads back as the same float (`serialize_precision` -1), given here as 17.
 */
export function formatFloat(value: number, precision: 14 | 17 = 14): string {
  if (Number.isNaN(value)) return 'NAN'
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const size = Math.abs(value)
  // JavaScript writes the shortest text too, and between these bounds in the same form.
  if (precision === 17 && size >= 1e-4 && size < 1e17) return String(value)
  const sign = value < 0 ? '-' : ''
  const {digits, exponent} = precision === 17 ? shortest(size) : rounded(size, precision)
  if (exponent < -4 || exponent >= precision) {
    const fraction = digits.length > 1 ? digits.slice(1) : '0'
    return `${sign}${digits[0]}.${fraction}E${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`
}

interface Decimal {
  /** Significant digits without trailing zeros. */
  digits: string
  /** Power of ten of the first digit. */
  exponent: number
}

function shortest(value: number): Decimal {
  return decimal(value.toExponential())
}

function rounded(value: number, precision: number): Decimal {
  // JavaScript rounds an exact tie away from zero, PHP to the even digit: 10000000000000.5 is 1.0E+13.
  const [mantissa = '', exponent = '0'] = value.toExponential(60).split('e')
  const digits = mantissa.replace('.', '')
  const kept = digits.slice(0, precision)
  const isTie = /^50*$/.test(digits.slice(precision))
  if (isTie && Number(kept.at(-1)) % 2 === 0) return {digits: trimZeros(kept), exponent: Number(exponent)}
  return decimal(value.toExponential(precision - 1))
}

function decimal(text: string): Decimal {
  const [mantissa = '', exponent = '0'] = text.split('e')
  return {digits: trimZeros(mantissa.replace('.', '')), exponent: Number(exponent)}
}

function trimZeros(digits: string): string {
  return digits.replace(/0+$/, '') || '0'
}
