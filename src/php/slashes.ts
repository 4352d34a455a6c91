/** Functions that escape with backslashes. */
import {bytesOf, textOf} from './byte-string.ts'
import type {PhpValue} from './convert.ts'
import {textParameter} from './parameter.ts'

/** `addslashes($text)`. */
export function addslashes(text: PhpValue): string {
  return textParameter(text).replace(/['"\\\0]/g, (character) => `\\${character === '\0' ? '0' : character}`)
}

/** `stripslashes($text)`. */
export function stripslashes(text: PhpValue): string {
  return textOf(bytesOf(textParameter(text)).replace(/\\([\s\S]?)/g, (_, byte: string) => (byte === '0' ? '\0' : byte)))
}
