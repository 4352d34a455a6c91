/** Text from the scanned tree inside TypeScript source: nothing in it may end the string or the comment it is in. */
import {printable} from '../page.ts'

/** A single-quoted string literal: `it's` → `'it\'s'`. Line ends and control characters become escapes. */
export function stringLiteral(text: string): string {
  return `'${stringText(text)}'`
}

/** The inside of a single-quoted string literal. */
export function stringText(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(
      /[\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}

/** Text for a `//` comment: one line whatever it holds. */
export function commentText(text: string): string {
  return printable(text)
}

/** A member access: `query.id`, `form['first name']`. */
export function member(object: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${object}.${key}` : `${object}[${stringLiteral(key)}]`
}
