import {describe, expect, it} from 'vitest'
import {decodeText, oneLine} from '../../../src/scan/text.ts'

const latin1 = (text: string): string => Buffer.from(text).toString('latin1')

describe('decodeText', () => {
  it('reads bytes as UTF-8 where they are, else as Latin-1', () => {
    expect(decodeText('plain')).toBe('plain')
    expect(decodeText(latin1('Grüße €'))).toBe('Grüße €')
    expect(decodeText('Gr\xfc\xdfe')).toBe('Grüße')
  })
})

describe('oneLine', () => {
  it('folds white space', () => {
    expect(oneLine('f($a, 1)')).toBe('f($a, 1)')
    expect(oneLine(' f(\n\t$a,\r\n  1 )')).toBe('f( $a, 1 )')
    expect(oneLine('a  b')).toBe('a b')
    expect(oneLine('')).toBe('')
  })

  it('cuts at 80 characters, and none in two', () => {
    expect(oneLine('a'.repeat(80))).toBe('a'.repeat(80))
    expect(oneLine('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`)
    expect(oneLine(latin1('é'.repeat(1000)))).toBe(`${'é'.repeat(79)}…`)
    expect(oneLine(latin1('😀'.repeat(81)))).toBe(`${'😀'.repeat(79)}…`)
    expect(oneLine(`a${' '.repeat(500)}b`)).toBe('a b')
  })
})
