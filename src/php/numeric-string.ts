/** PHP's numeric strings (manual, "Numeric strings"), PHP 8: white space may stand before and after. */

const PREFIX = /^[ \t\n\r\v\f]*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/
const INTEGER = /^[+-]?[0-9]+$/

/** The number that a string starts with. */
interface NumericPrefix {
  text: string
  isInteger: boolean
  /** Nothing but white space follows: the whole string is numeric. */
  whole: boolean
}

/** The numeric start of a string, or `undefined` when it does not start with a number. */
export function numericPrefix(text: string): NumericPrefix | undefined {
  const match = PREFIX.exec(text)
  const number = match?.[1]
  if (match === null || number === undefined) return undefined
  return {text: number, isInteger: INTEGER.test(number), whole: /^[ \t\n\r\v\f]*$/.test(text.slice(match[0].length))}
}
