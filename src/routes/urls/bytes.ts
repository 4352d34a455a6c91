/** URLs and names as Apache has them: bytes, here one character each. */
import {bytesOfPagePath, type PagePath, pagePathOfBytes} from '../../page.ts'

const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/

/** A page path, one character a byte. */
export function fileBytes(path: PagePath): string {
  return PLAIN.test(path) ? path : bytesOfPagePath(path).toString('latin1')
}

/** The page path of a name, one character a byte. */
export function pageOfBytes(bytes: string): PagePath {
  return PLAIN.test(bytes) ? bytes : pagePathOfBytes(Buffer.from(bytes, 'latin1'))
}

/** Text of a configuration file, one character a byte. */
export function textBytes(text: string): string {
  return PLAIN.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

/** A path, percent-encoded as a URL has it. */
export function escapePath(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9$\-_.+!*'(),:;@&=/~]/g, percent)
}

/** The same as Apache writes it, in small letters; {@link OPEN} stays. */
export function escapeUri(bytes: string): string {
  return bytes.replace(/[^A-Za-z0-9$\-_.+!*'(),:;@&=/~…]/g, (character) => percent(character).toLowerCase())
}

/** One byte, percent-encoded. */
export function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/** Stands in a text for what depends on the request. No byte is it. */
export const OPEN = '…'

/** Whether a text is known in full. */
export function isKnown(text: string): boolean {
  return !text.includes(OPEN)
}
