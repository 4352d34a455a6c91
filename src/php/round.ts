/** `round` and `number_format` as PHP 8.2 computes them, with its pre-rounding to 15 significant digits. */
import type {PhpValue} from './convert.ts'
import {intParameter, numberParameter, textParameter} from './parameter.ts'

/** `round($value, $places)`, half away from zero: `round(1.005, 2)` is 1.01 in PHP 8.2. */
export function round(value: PhpValue, places: PhpValue = 0): number {
  return roundTo(numberParameter(value), intParameter(places))
}

function roundTo(value: number, places: number): number {
  if (!Number.isFinite(value) || value === 0) return value
  const precisionPlaces = 14 - Math.floor(Math.log10(Math.abs(value)))
  let shifted: number
  if (precisionPlaces > places && precisionPlaces - 15 < places) {
    const usedPrecision = Math.max(precisionPlaces, -60)
    shifted = shift(roundHalfUp(shift(value, usedPrecision)), Math.max(places - usedPrecision, -60))
  } else {
    shifted = shift(value, places)
    if (Math.abs(shifted) >= 1e15) return value
  }
  const rounded = roundHalfUp(shifted)
  if (Math.abs(places) < 23) return shift(rounded, -places)
  const exact = Number(`${rounded.toFixed(6)}e${-places}`)
  return Number.isFinite(exact) ? exact : value
}

/**
 * `number_format($value, $decimals, $decimalPoint, $thousandsSeparator)`: `number_format(1234.5)` is `1,235`. Negative
 * decimals count as 0 (PHP 8.3 rounds to tens).
 */
export function number_format(
  value: PhpValue,
  decimals: PhpValue = 0,
  decimalPoint: PhpValue = '.',
  thousandsSeparator: PhpValue = ',',
): string {
  const number = numberParameter(value)
  const places = Math.max(0, intParameter(decimals))
  const point = textParameter(decimalPoint ?? '.')
  const separator = textParameter(thousandsSeparator ?? ',')
  const rounded = roundTo(number, places)
  if (!Number.isFinite(rounded)) return Number.isNaN(rounded) ? 'nan' : 'inf'
  const [whole = '', fraction] = fixed(Math.abs(rounded), places).split('.')
  const grouped = whole.replace(/\B(?=(?:[0-9]{3})+$)/g, () => separator)
  const sign = rounded < 0 ? '-' : ''
  return fraction === undefined ? `${sign}${grouped}` : `${sign}${grouped}${point}${fraction}`
}

/** Multiplies by a power of ten, dividing for negative powers so that the power itself is exact. */
function shift(value: number, places: number): number {
  return places >= 0 ? value * 10 ** places : value / 10 ** -places
}

function roundHalfUp(value: number): number {
  return value >= 0 ? Math.floor(value + 0.5) : Math.ceil(value - 0.5)
}

/** `%.nF`; `toFixed` alone switches to an exponent at 1e21. */
function fixed(value: number, places: number): string {
  if (value < 1e21) return value.toFixed(Math.min(places, 100))
  return places === 0 ? BigInt(value).toString() : `${BigInt(value)}.${'0'.repeat(places)}`
}
