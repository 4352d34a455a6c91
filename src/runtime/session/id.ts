/** Session identifiers as PHP makes and accepts them (ext/session/session.c). */
import {randomBytes} from 'node:crypto'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,'

/**
 * A new identifier of `session.sid_length` characters with `session.sid_bits_per_character` (4, 5 or 6) random bits
 * each.
 */
export function newSessionId(length: number, bitsPerCharacter: number): string {
  const mask = (1 << bitsPerCharacter) - 1
  return Array.from(randomBytes(length), (byte) => ALPHABET.charAt(byte & mask)).join('')
}

/** Whether PHP would open a session of this identifier; it goes into a file name. */
export function isSessionId(id: string): boolean {
  return /^[A-Za-z0-9,-]{1,256}$/.test(id)
}

/** Whether PHP forgets such an identifier and makes a new one, instead of giving up on the session. */
export function isForgottenSessionId(id: string): boolean {
  return id === '' || /[\r\n\t <>'"\\]/.test(id)
}
