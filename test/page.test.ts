import fc from 'fast-check'
import {expect, test} from 'vitest'
import {bytesOfPagePath, isUtf8PagePath, pagePathOfBytes, printable} from '../src/page.ts'

test('gives every file name, of any bytes, one spelling that leads back to it', () => {
  const pieces = fc.oneof(
    fc.uint8Array({maxLength: 6}),
    fc.constantFrom('\\', '\\x', '\\xE9', '\\x5C', 'é', '日', 'a').map((text) => Buffer.from(text)),
  )
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const bytes = Buffer.concat(parts)
      expect(bytesOfPagePath(pagePathOfBytes(bytes)).equals(bytes)).toBe(true)
    }),
    {numRuns: 2000},
  )
})

test('writes names in UTF-8 as they are, and other bytes as escapes', () => {
  expect(pagePathOfBytes(Buffer.from('café/日本.php'))).toBe('café/日本.php')
  expect(pagePathOfBytes(Buffer.from('caf\xe9.php', 'latin1'))).toBe('caf\\xE9.php')
  expect(pagePathOfBytes(Buffer.from('a\\xE9.php'))).toBe('a\\x5CxE9.php')
  expect(isUtf8PagePath('caf\\xE9.php')).toBe(false)
  expect(isUtf8PagePath('a\\x5CxE9.php')).toBe(true)
})

test('makes text harmless for a terminal: no control characters, no line ends, no bidirectional overrides', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), (text) => {
      expect(printable(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/)
    }),
  )
  expect(printable('\x1b[31mred\n\u202ephp.exe')).toBe('\\x1B[31mred\\x0A\\u{202E}php.exe')
  expect(printable('cart “ü” 日本.php')).toBe('cart “ü” 日本.php')
})
