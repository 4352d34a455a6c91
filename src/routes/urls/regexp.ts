/** Apache's regular expressions (PCRE, on bytes) as JavaScript's, and only those that mean the same. */

/** What a pattern finds: the groups, `null` for no match, or that it can't be told. */
export type Found = readonly string[] | null | 'unknown'

/** Takes one character a byte. */
export type Matcher = (text: string) => Found

/** The classes that PCRE has by name. */
const NAMED_CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  alnum: 'A-Za-z0-9',
  digit: '0-9',
  xdigit: '0-9A-Fa-f',
  lower: 'a-z',
  upper: 'A-Z',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t-\\r',
  blank: ' \\t',
  word: '\\w',
}

/** A matcher; of a pattern that JavaScript has no equal of, one that never knows. */
export function matcher(pattern: string, isCaseless: boolean): Matcher {
  const {source, caseless} = withoutOptions(pattern, isCaseless)
  const translated = translate(source, caseless)
  const expression = translated === undefined ? undefined : compiled(translated, caseless)
  if (!expression) return () => 'unknown'
  const longest = longestSubject(source)
  return (text) => {
    if (text.length > longest || text.includes('…')) return 'unknown'
    const found = expression.exec(text)
    return found?.map((group) => group ?? '') ?? null
  }
}

function withoutOptions(pattern: string, isCaseless: boolean): {source: string; caseless: boolean} {
  const isMarked = pattern.startsWith('(?i)')
  return {source: isMarked ? pattern.slice(4) : pattern, caseless: isCaseless || isMarked}
}

function compiled(source: string, caseless: boolean): RegExp | undefined {
  try {
    // Apache's default since 2.4.39 (RegexDefaultOptions): `.` takes line ends, `$` is the very end.
    return new RegExp(source, caseless ? 'is' : 's')
  } catch {
    return undefined
  }
}

/** Escapes that are the same in both. */
const SAME_ESCAPES = /^[dDwWbBtnrfv0-9]$|^[^A-Za-z0-9]$/

function translate(source: string, caseless: boolean): string | undefined {
  // Regardless of case JavaScript takes `é` and `É` for one, PCRE on bytes does not.
  if (caseless && /[\x80-\xff]/.test(source)) return undefined
  let result = ''
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? ''
    if (character === '\\') {
      const saved = escaped(source.slice(at + 1))
      if (saved === undefined) return undefined
      result += saved.text
      at += saved.length
    } else if (character === '[') {
      const set = translateSet(source.slice(at))
      if (!set) return undefined
      result += set.text
      at += set.length - 1
    } else if (/[*+?}]/.test(character) && source[at + 1] === '+') return undefined
    else if (character === '(' && source[at + 1] === '?' && !/^\(\?(?::|=|!|<=|<!)/.test(source.slice(at)))
      return undefined
    else result += character
  }
  return result
}

function escaped(rest: string): {text: string; length: number} | undefined {
  const hexadecimal = /^x([0-9A-Fa-f]{2})/.exec(rest)
  if (hexadecimal) return {text: `\\x${hexadecimal[1]}`, length: 3}
  const [first = ''] = rest
  if (first === 's') return {text: '[ \\t-\\r]', length: 1}
  if (first === 'S') return {text: '[^ \\t-\\r]', length: 1}
  return SAME_ESCAPES.test(first) ? {text: `\\${first}`, length: 1} : undefined
}

/** `[…]`: a `]` that comes first is one of the characters, and `[:alpha:]` a class of its own. */
function translateSet(source: string): {text: string; length: number} | undefined {
  const [head = '['] = /^\[\^?/.exec(source) ?? []
  let text = head
  for (let at = head.length; at < source.length; at++) {
    const character = source[at] ?? ''
    if (character === ']' && at > head.length) return {text: `${text}]`, length: at + 1}
    const named = /^\[:(\w+):\]/.exec(source.slice(at, at + 12))
    if (named) {
      const characters = NAMED_CLASSES[named[1] ?? '']
      if (characters === undefined) return undefined
      text += characters
      at += named[0].length - 1
    } else if (character === '\\') {
      const [next = ''] = source.slice(at + 1)
      const saved = next === 's' ? {text: ' \\t-\\r', length: 1} : escaped(source.slice(at + 1))
      if (saved === undefined || next === 'S' || next === 'b' || next === 'B') return undefined
      text += saved.text
      at += saved.length
    } else text += character === ']' || character === '[' ? `\\${character}` : character
  }
  return undefined
}

/** Repeated groups that need no second try: what repeats in them ends at the character that they begin or end with. */
const HARMLESS = /\((?:\?:)?(?:\[\^(.)\][+*]\\?\1|\\?(.)\[\^\2\][+*])\)[+*]/g

/** Characters beyond which a pattern could take for ever: fewer, the more often it can try again. */
function longestSubject(source: string): number {
  const rest = source.replace(HARMLESS, '')
  if (/\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)\s*[+*{]/.test(rest)) return 20
  const repeats = rest.match(/[*+]|\{\d*,\}/g)?.length ?? 0
  return repeats <= 2 ? 8000 : repeats === 3 ? 500 : 150
}
