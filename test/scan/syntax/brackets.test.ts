import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {PhpFile} from '../../../src/scan/syntax/php-file.ts'

/** The partners of brackets, as pairs of their offsets in the code. */
function pairsIn(code: string): [number, number][] {
  const file = new PhpFile(`<?php ${code}`)
  const place = (token: number): number => (file.starts[token] as number) - '<?php '.length
  return Array.from(file.partners).flatMap((partner, token): [number, number][] => {
    if (partner >= 0) expect(file.partner(partner)).toBe(token)
    return partner > token ? [[place(token), place(partner)]] : []
  })
}

/** The same, written down in the simplest way. */
function expectedPairs(code: string): [number, number][] {
  const open: number[] = []
  const pairs: [number, number][] = []
  for (const [place, character] of Array.from(code).entries()) {
    if ('([{'.includes(character)) open.push(place)
    const opening = '([{'.charAt(')]}'.indexOf(character))
    const partner = opening && open.findLastIndex((at) => code[at] === opening)
    if (partner === '' || partner < 0) continue
    pairs.push([open[partner] as number, place])
    open.length = partner
  }
  return pairs.sort((a, b) => a[0] - b[0])
}

describe('matchBrackets', () => {
  it('ends what was never closed with the pair around it, and skips what was never opened', () => {
    expect(pairsIn('f([(1])')).toEqual([
      [1, 6],
      [2, 5],
    ])
    expect(pairsIn(')(]')).toEqual([])
  })

  it('pairs any brackets as a search backwards does', () => {
    const code = fc.array(fc.constantFrom(...'()[]{};'), {maxLength: 60}).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(code, (text) => {
        expect(pairsIn(text)).toEqual(expectedPairs(text))
      }),
      {numRuns: 500},
    )
  })

  it('pairs attributes and the braces of templates', () => {
    expect(pairsIn('#[A] "{$b}${c}";')).toEqual([
      [0, 3],
      [6, 9],
      [10, 13],
    ])
  })
})
