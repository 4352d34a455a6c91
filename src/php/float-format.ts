/** Floats with so many digits, rounded as `zend_dtoa` does: what lies exactly in the middle goes to the even digit. */

/** `%.nF` of a number that is not negative. */
export function fixedFloat(value: number, places: number): string {
  if (value >= 1e21) return places === 0 ? BigInt(value).toString() : `${BigInt(value)}.${'0'.repeat(places)}`
  return toEven(value.toFixed(100), value.toFixed(places), places)
}

/** `%.ne` of a number that is not negative: `1.5e+3`. */
export function formatScientific(value: number, places: number, letter: string): string {
  const {digits, exponent} = significant(value, places + 1)
  const mantissa = places === 0 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`
  return `${mantissa}${letter}${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

/** `%.ng` of a number that is not negative. */
export function formatGeneral(value: number, precision: number, letter: string): string {
  if (value === 0) return '0'
  const {digits, exponent} = significant(value, precision)
  const kept = digits.replace(/0+$/, '')
  if (exponent < -4 || exponent >= precision) {
    return `${kept.charAt(0)}.${kept.slice(1) || '0'}${letter}${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${kept}`
  const fraction = kept.slice(exponent + 1)
  return kept.slice(0, exponent + 1).padEnd(exponent + 1, '0') + (fraction === '' ? '' : `.${fraction}`)
}

function significant(value: number, count: number): {digits: string; exponent: number} {
  const [exact = ''] = value.toExponential(100).split('e')
  const [mantissa = '', exponent = '0'] = value.toExponential(count - 1).split('e')
  const rounded = toEven(exact, mantissa, count - 1)
  return {digits: rounded.replace('.', ''), exponent: Number(exponent)}
}

/** JavaScript rounds an exact tie up: takes the digits before it when they end in an even one. */
function toEven(exact: string, rounded: string, places: number): string {
  const point = exact.indexOf('.')
  const kept = exact.slice(0, places === 0 ? point : point + 1 + places)
  const rest = exact.slice(point + 1 + places)
  return /^50*$/.test(rest) && Number(kept.at(-1)) % 2 === 0 ? kept : rounded
}
