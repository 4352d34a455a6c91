/** A pattern taken apart, to be shown to people and to make texts that it takes. */

export type PatternNode =
  | {kind: 'text'; text: string}
  /** One of several characters. */
  | {kind: 'set'; accepts: RegExp}
  | {kind: 'group'; index: number | undefined; branches: readonly PatternNode[][]}
  | {kind: 'repeat'; node: PatternNode; least: number; most: number}
  | {kind: 'start' | 'end'}
  /** What takes no characters: a look ahead or behind. */
  | {kind: 'nothing'}

/** What a dot takes. */
export const ANY = /[\s\S]/

/** The nodes of a pattern; `undefined` when there is something in it that is not understood. */
export function parsePattern(pattern: string): PatternNode[] | undefined {
  const reader = new PatternReader(pattern)
  const branches = reader.branches()
  if (!branches || !reader.isAtEnd) return undefined
  const [only = [], ...others] = branches
  return others.length === 0 ? only : [{kind: 'group', index: undefined, branches}]
}

class PatternReader {
  private readonly source: string
  private at = 0
  private groups = 0

  constructor(source: string) {
    this.source = source
  }

  get isAtEnd(): boolean {
    return this.at >= this.source.length
  }

  branches(): PatternNode[][] | undefined {
    const branches: PatternNode[][] = [[]]
    while (!this.isAtEnd && this.source[this.at] !== ')') {
      if (this.take(/\|/y)) {
        branches.push([])
        continue
      }
      const node = this.repeated()
      if (!node) return undefined
      branches.at(-1)?.push(node)
    }
    return branches
  }

  private repeated(): PatternNode | undefined {
    const node = this.single()
    if (!node) return undefined
    const [sign, least, comma, most] = this.take(/[*+?]\??|\{(\d+)(,?)(\d*)\}\??/y) ?? []
    if (sign === undefined) return node
    if (this.take(/[*+?]/y)) return undefined
    if (least !== undefined) {
      const upper = comma === '' ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most)
      return {kind: 'repeat', node, least: Number(least), most: upper}
    }
    const isOnce = sign.startsWith('?')
    return {kind: 'repeat', node, least: sign.startsWith('+') ? 1 : 0, most: isOnce ? 1 : Number.POSITIVE_INFINITY}
  }

  private single(): PatternNode | undefined {
    if (this.take(/\^/y)) return {kind: 'start'}
    if (this.take(/\$/y)) return {kind: 'end'}
    if (this.take(/\./y)) return {kind: 'set', accepts: ANY}
    if (this.take(/\(/y)) return this.group()
    const [set] = this.take(/\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]/y) ?? []
    if (set !== undefined) return setNode(set)
    const [, saved] = this.take(/\\(.)/y) ?? []
    if (saved !== undefined) return /[dDwWsS]/.test(saved) ? setNode(`\\${saved}`) : savedNode(saved)
    const [text] = this.take(/[^*+?{}()|[\]]/y) ?? []
    return text === undefined ? undefined : {kind: 'text', text}
  }

  private group(): PatternNode | undefined {
    const [kind] = this.take(/\?(?::|=|!|<=|<!)/y) ?? []
    if (kind === undefined && this.source[this.at] === '?') return undefined
    const index = kind === undefined ? ++this.groups : undefined
    const branches = this.branches()
    if (!branches || !this.take(/\)/y)) return undefined
    return kind === undefined || kind === '?:' ? {kind: 'group', index, branches} : {kind: 'nothing'}
  }

  private take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at
    const found = expression.exec(this.source)
    if (found) this.at += found[0].length
    return found
  }
}

function savedNode(character: string): PatternNode | undefined {
  return /[A-Za-z0-9]/.test(character) ? undefined : {kind: 'text', text: character}
}

function setNode(source: string): PatternNode | undefined {
  const classes: Readonly<Record<string, string>> = {alpha: 'A-Za-z', digit: '0-9', alnum: 'A-Za-z0-9', word: '\\w'}
  const translated = source
    .replace(/^\[(\^?)\]/, '[$1\\]')
    .replace(/\[:(\w+):\]/g, (_, name: string) => classes[name] ?? '')
  try {
    return {kind: 'set', accepts: new RegExp(`^${translated}$`)}
  } catch {
    return undefined
  }
}
