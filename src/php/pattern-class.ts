/** Sets of characters in PCRE patterns, spelled out as ranges, so that JavaScript has nothing to interpret. */

/** First and last code point. */
export type CharacterRange = readonly [first: number, last: number]

const LETTERS: readonly CharacterRange[] = [
  [0x41, 0x5a],
  [0x61, 0x7a],
]
const DIGITS: readonly CharacterRange[] = [[0x30, 0x39]]

const TYPES: Readonly<Record<string, readonly CharacterRange[]>> = {
  d: DIGITS,
  w: [...DIGITS, ...LETTERS, [0x5f, 0x5f]],
  s: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
}

const POSIX: Readonly<Record<string, readonly CharacterRange[]>> = {
  alnum: [...DIGITS, ...LETTERS],
  alpha: LETTERS,
  digit: DIGITS,
  lower: [[0x61, 0x7a]],
  upper: [[0x41, 0x5a]],
  space: TYPES.s ?? [],
  word: TYPES.w ?? [],
  xdigit: [...DIGITS, [0x41, 0x46], [0x61, 0x66]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
}

/** The set of `\d`, `\W` and so on; `undefined` for another letter. */
export function typeSet(letter: string, largest: number): readonly CharacterRange[] | undefined {
  const set = TYPES[letter.toLowerCase()]
  if (set === undefined) return undefined
  return letter === letter.toLowerCase() ? set : complement(set, largest)
}

/** The set of `[:alpha:]` and so on; `undefined` for another name. */
export function posixSet(name: string, largest: number): readonly CharacterRange[] | undefined {
  const set = POSIX[name.replace(/^\^/, '')]
  return set !== undefined && name.startsWith('^') ? complement(set, largest) : set
}

/** The set with the ASCII letters it has in both cases. */
export function foldCase(set: readonly CharacterRange[]): readonly CharacterRange[] {
  const shifted = set.flatMap(([first, last]): CharacterRange[] => [
    ...overlap([first, last], [0x41, 0x5a], 0x20),
    ...overlap([first, last], [0x61, 0x7a], -0x20),
  ])
  return [...set, ...shifted]
}

/** A JavaScript character class of a set. */
export function classSource(set: readonly CharacterRange[], isNegated: boolean, isUnicode: boolean): string {
  const code = (point: number): string =>
    isUnicode ? `\\u{${point.toString(16)}}` : `\\x${point.toString(16).padStart(2, '0')}`
  const ranges = set.map(([first, last]) => (first === last ? code(first) : `${code(first)}-${code(last)}`))
  return `[${isNegated ? '^' : ''}${ranges.join('')}]`
}

function overlap([first, last]: CharacterRange, [from, to]: CharacterRange, shift: number): CharacterRange[] {
  const [start, end] = [Math.max(first, from), Math.min(last, to)]
  return start > end ? [] : [[start + shift, end + shift]]
}

function complement(set: readonly CharacterRange[], largest: number): CharacterRange[] {
  const gaps: CharacterRange[] = []
  let next = 0
  for (const [first, last] of [...set].sort(([left], [right]) => left - right)) {
    if (first > next) gaps.push([next, first - 1])
    next = last + 1
  }
  return [...gaps, [next, largest]]
}
