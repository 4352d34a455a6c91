import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {BLOCK_BEGIN, BLOCK_END, replaceManagedBlock} from '../../src/servers/managed-block.ts'

const block = `${BLOCK_BEGIN}\nSetHandler "x"\n${BLOCK_END}\n`
const other = `${BLOCK_BEGIN}\nSetHandler "y"\nSetHandler "z"\n${BLOCK_END}\n`
const replace = (text: string, with_: string): string =>
  replaceManagedBlock(Buffer.from(text, 'latin1'), with_, '.htaccess').toString('latin1')

describe('replaceManagedBlock', () => {
  test('puts the block at the end', () => {
    expect(replace('Options -Indexes\n', block)).toBe(`Options -Indexes\n${block}`)
  })

  test('makes the file when there is none', () => {
    expect(replace('', block)).toBe(block)
    expect(replace(block, '')).toBe('')
  })

  test('replaces the block that is there', () => {
    expect(replace(`a\n${block}`, other)).toBe(`a\n${other}`)
  })

  test('moves the block below lines that were added after it', () => {
    expect(replace(`a\n${block}b\n`, other)).toBe(`a\nb\n${other}`)
  })

  test('ends no line that the file did not end', () => {
    const text = replace('a\nb', block)
    expect(text).toBe(`a\nb\n${block.slice(0, -1)}`)
    expect(replace(text, other)).toBe(`a\nb\n${other.slice(0, -1)}`)
    expect(replace(text, '')).toBe('a\nb')
  })

  test('takes on the line ends of the file', () => {
    expect(replace('a\r\nb\r\n', block)).toBe(`a\r\nb\r\n${block.replaceAll('\n', '\r\n')}`)
    expect(replace('a\r\nb', block)).toBe(`a\r\nb\r\n${block.slice(0, -1).replaceAll('\n', '\r\n')}`)
  })

  test('keeps a byte order mark and bytes of any charset', () => {
    expect(replace('\xef\xbb\xbf# caf\xe9\n', block)).toBe(`\xef\xbb\xbf# caf\xe9\n${block}`)
  })

  test('finds a block that an editor saved with CRLF or with spaces at the end of the lines', () => {
    expect(replace(`a\n${block.replaceAll('\n', ' \r\n')}b\n`, '')).toBe('a\nb\n')
  })

  test.each([
    ['a second block', `a\n${block}${block}`, 5],
    ['a beginning without an end', `a\n${BLOCK_BEGIN}\nb\n`, 2],
    ['an end without a beginning', `a\nb\n${BLOCK_END}\n`, 3],
    ['an end before the beginning', `${BLOCK_END}\n${BLOCK_BEGIN}\n`, 1],
    ['a second end', `${block}${BLOCK_END}\n`, 4],
    ['a second beginning', `${BLOCK_BEGIN}\n${block}`, 2],
  ])('refuses %s, naming file and line', (_what, text, line) => {
    const message = expect.stringContaining(`\`.htaccess\`, line ${line} `)
    expect(() => replace(text, other)).toThrow(expect.objectContaining({code: 'BLOCK_DAMAGED', message}))
    expect(() => replace(text, '')).toThrow(expect.objectContaining({code: 'BLOCK_DAMAGED', message}))
  })

  test.each(['a\nb \\\n', 'a\nb \\', 'a\r\nb \\\r\n'])('refuses to stand below a line that goes on: %j', (text) => {
    const message = expect.stringContaining('line 2')
    expect(() => replace(text, block)).toThrow(expect.objectContaining({code: 'LINE_CONTINUES', message}))
    expect(replace(text, '')).toBe(text)
  })

  test('leaves the file as it was, to the byte, when the block is taken out again', () => {
    const piece = fc.constantFrom(
      '\n',
      '\r\n',
      '\r',
      'a',
      ' ',
      '\t',
      '#',
      '# BEGIN',
      'migrate',
      '\xe9',
      '\xef\xbb\xbf',
      '\0',
      '"',
    )
    const file = fc.oneof(
      fc.array(piece, {maxLength: 12}).map((pieces) => pieces.join('')),
      fc.string({unit: 'binary'}),
    )
    fc.assert(
      fc.property(file, (text) => {
        const bytes = Buffer.from(text, 'latin1')
        fc.pre(!/\\\r?\n?$|^[ \t]*# (BEGIN|END) migrate[ \t\r]*$/m.test(bytes.toString('latin1')))
        const once = replaceManagedBlock(bytes, block, '.htaccess')
        expect(once.subarray(0, bytes.length)).toEqual(bytes)
        expect(once.toString('latin1').replaceAll('\r\n', '\n').trimEnd().endsWith(block.trimEnd())).toBe(true)
        expect(replaceManagedBlock(once, block, '.htaccess')).toEqual(once)
        const twice = replaceManagedBlock(once, other, '.htaccess')
        expect(replaceManagedBlock(twice, '', '.htaccess')).toEqual(bytes)
        expect(replaceManagedBlock(twice, block, '.htaccess')).toEqual(once)
      }),
      {numRuns: 500},
    )
  })
})
