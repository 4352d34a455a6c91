/** HTML in template literals, with PHP's string rules and PHP's escaping. */

import {toText} from '../php/convert.ts'
import {htmlspecialchars} from '../php/htmlspecialchars.ts'
import {isPhpArray, isPhpFloat, type PhpArray, type PhpFloat} from '../php/index.ts'

const BRAND = Symbol.for('banyan.html')

/** Text that is HTML already, made by {@link html} or {@link raw}. */
export class Html {
  readonly text: string
  readonly [BRAND] = true

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/**
 * What may stand in `${…}`: `null`, `undefined` and `false` print nothing, `true` prints `1`, floats print as PHP's
 * `echo` does; lists are joined; HTML is not escaped again.
 */
export type Interpolation =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Html
  | PhpFloat
  | PhpArray<unknown>
  | readonly Interpolation[]

/**
 * HTML whose interpolated values are escaped as `htmlspecialchars` with PHP 8.1's defaults does:
 *
 *     html`<h1>${title}</h1>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly Interpolation[]): Html {
  let text = strings[0] ?? ''
  for (let at = 0; at < values.length; at++) text += joinText(values[at], htmlspecialchars) + (strings[at + 1] ?? '')
  return new Html(text)
}

/** Text that goes out unescaped, where the PHP did not escape. */
export function raw(value: Interpolation): Html {
  return isHtml(value) ? value : new Html(joinText(value, (text) => text))
}

/** Whether a value is {@link Html}, also from another copy of this module. */
export function isHtml(value: unknown): value is Html {
  return typeof value === 'object' && value !== null && BRAND in value
}

/** PHP's text of a value; what is not HTML yet goes through `escapeText`. */
function joinText(value: Interpolation, escapeText: (text: string) => string): string {
  if (typeof value === 'string') return escapeText(value)
  if (typeof value !== 'object' || value === null) return toText(value)
  if (isHtml(value)) return value.text
  if (isPhpFloat(value) || isPhpArray(value)) return toText(value)
  return (value as readonly Interpolation[]).map((item) => joinText(item, escapeText)).join('')
}
