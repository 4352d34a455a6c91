import fc from 'fast-check'
import {expect, test} from 'vitest'
import {decodeText, encodeText} from '../../src/php/charset.ts'

test('any bytes survive decoding and encoding in both charsets', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 60}), (bytes) => {
      for (const charset of ['utf-8', 'iso-8859-1'] as const) {
        expect(Buffer.from(encodeText(decodeText(bytes, charset), charset))).toEqual(Buffer.from(bytes))
      }
    }),
    {numRuns: 2000},
  )
})

test('any well-formed text survives encoding and decoding in UTF-8', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), (text) => {
      expect(decodeText(encodeText(text))).toBe(text)
    }),
  )
})

test('an invalid byte is a lone surrogate that names the byte', () => {
  expect(decodeText(Buffer.from('61e962', 'hex'))).toBe('a\udce9b')
  expect(decodeText(Buffer.from('efbbbf41', 'hex'))).toBe('\ufeffA')
})

test('a character that the charset does not have is refused, never replaced', () => {
  expect(() => encodeText('naïve — café', 'iso-8859-1')).toThrow('U+2014')
  expect(() => encodeText('a\ud800b')).toThrow(RangeError)
})
