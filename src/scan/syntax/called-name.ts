/** Names of what is called, with what is made of each: files of one site call the same functions again and again. */
import {decodeText} from '../text.ts'

export interface CalledName {
  /** In lower case, without a leading `\`. */
  word: string
  /** Without its namespace. */
  plain: string
  /** As that of a method: `->add`. */
  method: string
  /** The same in all files and for all spellings of a word; negative when there are too many names. */
  number: number
}

/** More and longer names than sites have in common. */
const MOST = 20_000
const LONGEST = 60

/** By the name as it is written. */
const names = new Map<string, CalledName>()
const numbers = new Map<string, number>()

/** What is known of a name, as it is written in the source. */
export function calledName(raw: string): CalledName {
  const known = names.get(raw)
  if (known) return known
  if (names.size >= MOST || raw.length > LONGEST) return nameOf(raw, -1)
  // A copy: a part of a source would keep the whole of it in memory.
  const copy = Buffer.from(raw, 'latin1').toString('latin1')
  const {word} = nameOf(copy, -1)
  const number = numbers.get(word) ?? numbers.size
  numbers.set(word, number)
  const name = nameOf(copy, number)
  names.set(copy, name)
  return name
}

function nameOf(raw: string, number: number): CalledName {
  const lower = raw.toLowerCase()
  const word = lower.startsWith('\\') ? lower.slice(1) : lower
  const plain = decodeText(word.slice(word.lastIndexOf('\\') + 1))
  return {word, plain, method: `->${plain}`, number}
}
