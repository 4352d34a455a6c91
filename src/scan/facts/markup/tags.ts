/** The HTML tags that a file prints, outside PHP and in its text, as far as forms and redirects are made of them. */
import {opening} from '../../inputs/access.ts'
import {lineAt} from '../../syntax/lines.ts'
import {oncePerFile} from '../../syntax/once-per-file.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {decodeText} from '../../text.ts'
import {Kind} from '../../tokens/kinds.ts'
import {assembledText, type Budget, budgetFor, HOLE, NAMED} from '../assembled-text.ts'
import {attributesOf} from './attributes.ts'
import {HiddenMarkup} from './hidden-markup.ts'
import {textTokenAt} from './text-token.ts'

/** A tag, with the token in which it starts. */
export interface Tag {
  /** `form`, `input`, `select`, `textarea`, `button` or `meta`. */
  name: string
  isEnd: boolean
  /** By name in lower case, the first of each; what is computed is `…`. */
  attributes: ReadonlyMap<string, string>
  token: number
  line: number
}

const START = /<(\/form|form|input|select|textarea|button|meta)(?=[\s/>\\'"]|$)/iy

/** All tags of a file, in order. */
export const tagsIn = oncePerFile((file) => {
  const {source} = file
  const found: Tag[] = []
  const hidden = new HiddenMarkup(file)
  const budget = budgetFor(file)
  for (let at = source.indexOf('<'); at >= 0; at = source.indexOf('<', at + 1)) {
    if (!mayStart(source.charCodeAt(at + 1) | 32, source.charCodeAt(at + 2) | 32)) continue
    START.lastIndex = at
    const name = START.exec(source)?.[1]
    if (name === undefined) hidden.startsAt(at)
    else if (!hidden.has(at)) {
      const tag = tagAt(file, at, name, budget)
      if (tag) found.push(tag)
    }
  }
  return found
})

/** Whether two characters, in small letters, start a tag that counts, a comment or a script. */
function mayStart(first: number, second: number): boolean {
  switch (first) {
    case 102: // form
      return second === 111
    case 105: // input
      return second === 110
    case 115: // select, script
      return second === 101 || second === 99
    case 116: // textarea
    case 109: // meta
      return second === 101
    case 98: // button
      return second === 117
    case 47: // /form
      return second === 102
    case 33: // !--
      return second === 45
    default:
      return false
  }
}

/** Longer is no tag. */
const LONGEST = 2000

const NONE: ReadonlyMap<string, string> = new Map()
/** What is computed in assembled text, and what `printf()` puts in. */
const COMPUTED = new RegExp(`(?:${HOLE}|${NAMED}[^${NAMED}]*${NAMED}|%(?:\\d+\\$)?[sdu])+`, 'g')

function tagAt(file: PhpFile, at: number, writtenName: string, budget: Budget): Tag | undefined {
  const token = textTokenAt(file, at)
  if (token < 0) return undefined
  const isHtml = file.kind(token) === Kind.InlineHtml
  if (!isHtml && isLookedFor(file, token)) return undefined
  const name = writtenName.toLowerCase()
  const line = lineAt(file.lineStarts, at)
  if (name === '/form') return {name: 'form', isEnd: true, attributes: NONE, token, line}
  const skip = at - (file.starts[token] ?? 0)
  const text = isHtml
    ? htmlFrom(file, token, skip, budget)
    : assembledText(file, token, {skip, most: LONGEST, commas: true, budget}).text
  const attributes = attributesOf(decodeText(text).replace(COMPUTED, '…'), name.length + 1)
  return {name, isEnd: false, attributes, token, line}
}

/** Tokens in which the end of a tag is looked for. */
const FARTHEST = 500

/** HTML from a place on, with holes for the PHP in it, until the tag ends or there is enough. */
function htmlFrom(file: PhpFile, first: number, skip: number, budget: Budget): string {
  const most = Math.min(LONGEST, budget.left)
  const end = new TagEnd()
  let text = file.raw(first).slice(skip, skip + most)
  let isOpen = !end.isIn(text)
  for (let at = first + 1; isOpen && text.length < most && at < Math.min(file.count, first + FARTHEST); at++) {
    const kind = file.kind(at)
    if (kind === Kind.OpenTag || kind === Kind.OpenTagEcho) text += HOLE
    else if (kind === Kind.InlineHtml) {
      const html = file.raw(at).slice(0, most)
      text += html
      isOpen = !end.isIn(html)
    }
  }
  budget.left -= text.length
  return text
}

/** Looks for the `>` that ends a tag, which is not between quotes, piece by piece. */
class TagEnd {
  private quote = 0

  isIn(piece: string): boolean {
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at)
      if (this.quote !== 0) {
        if (code === this.quote) this.quote = 0
      } else if (code === 34 || code === 39) this.quote = code
      else if (code === 62) return true
    }
    return false
  }
}

/** Functions by their names that look for text and do not print it. */
const LOOKS_FOR =
  /^(preg_|ereg|mb_ereg|assert|str_(contains|starts|ends)|strstr|stristr|strr?i?pos|substr_count|explode|split|in_array|strn?(case)?cmp)/

/** Whether text is only looked for: `strpos($html, '<form')`. */
function isLookedFor(file: PhpFile, token: number): boolean {
  const open = opening(file, token - 1)
  return open > 0 && file.kind(open - 1) === Kind.Name && LOOKS_FOR.test(file.word(open - 1))
}
