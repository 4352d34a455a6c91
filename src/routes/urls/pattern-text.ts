/** Patterns of rewrite rules as people read them, and texts that they take. */
import {escapePath} from './bytes.ts'
import {ANY, type PatternNode} from './pattern-tree.ts'

/** What groups are to be, by their number. */
export type Groups = ReadonlyMap<number, string>

/** How much of what may be left out a text has. */
export type Fullness = 'least' | 'most'

/** A text that a pattern takes, but for what it looks at ahead or behind; one character a byte. */
export function sampleText(nodes: readonly PatternNode[], fullness: Fullness, groups: Groups = new Map()): string {
  return nodes.map((node) => sampleOf(node, fullness, groups)).join('')
}

function sampleOf(node: PatternNode, fullness: Fullness, groups: Groups): string {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'set':
      return isAny(node) ? '.' : characterOf(node.accepts)
    case 'group': {
      const given = node.index === undefined ? undefined : groups.get(node.index)
      if (given !== undefined) return given
      const branch = node.branches.at(fullness === 'least' ? 0 : -1) ?? []
      return sampleText(branch, fullness, groups)
    }
    case 'repeat': {
      const {least, most} = node
      const isExtra = node.node.kind === 'text' && most === 1
      if (least === 0 && (fullness === 'least' || isExtra)) return ''
      if (node.node.kind === 'set' && most > 6 && [...WORD].every((letter) => accepts(node.node, letter))) return WORD
      return sampleOf(node.node, fullness, groups).repeat(Math.max(1, least))
    }
    default:
      return ''
  }
}

/** What stands for any text. */
const WORD = 'example'
/** Characters that a set may take, those that read best first. */
const LETTERS = 'x1aA0-_. /~%'

function isAny(node: PatternNode): boolean {
  return node.kind === 'set' && node.accepts === ANY
}

function accepts(node: PatternNode, letter: string): boolean {
  return node.kind === 'set' && node.accepts.test(letter)
}

function characterOf(set: RegExp): string {
  const all = [...LETTERS, ...Array.from({length: 255}, (_, code) => String.fromCharCode(code + 1))]
  return all.find((letter) => set.test(letter)) ?? ''
}

/** The pattern of a rule as a URL's: `article/{1}`; `…` stands for any text. */
export function patternTemplate(nodes: readonly PatternNode[], groups: Groups = new Map()): string {
  const isWhole = nodes.at(0)?.kind === 'start'
  const isClosed = nodes.at(-1)?.kind === 'end'
  const text = nodes.map((node) => templateOf(node, groups)).join('')
  return `${isWhole ? '' : '…'}${text}${isClosed ? '' : '…'}`.replace(/…(?:\.?…)+/g, '…')
}

function templateOf(node: PatternNode, groups: Groups): string {
  switch (node.kind) {
    case 'text':
      return escapePath(node.text)
    case 'set':
      // People write `index.php` and mean a dot.
      return isAny(node) ? '.' : '…'
    case 'group': {
      const given = node.index === undefined ? undefined : groups.get(node.index)
      if (given !== undefined) return escapePath(given)
      if (node.index !== undefined) return `{${node.index}}`
      const [only = [], ...others] = node.branches
      return others.length > 0 ? '…' : only.map((inner) => templateOf(inner, groups)).join('')
    }
    case 'repeat': {
      if (node.least === 0 && node.node.kind === 'text') return ''
      if (node.node.kind === 'set') return '…'
      const inner = templateOf(node.node, groups)
      return node.least === 0 && node.most === 1 ? `[${inner}]` : node.node.kind === 'group' ? inner : '…'
    }
    default:
      return ''
  }
}
