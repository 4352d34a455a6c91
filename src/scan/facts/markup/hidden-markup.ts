import type {PhpFile} from '../../syntax/php-file.ts'
import {Kind} from '../../tokens/kinds.ts'
import {textTokenAt} from './text-token.ts'

/** Longer hides nothing: looking on for the end of each would take quadratic time. */
const LONGEST = 100_000

/** Comments and scripts, in which there are no tags (HTML, "Tokenization"), met from the start of a file on. */
export class HiddenMarkup {
  private readonly file: PhpFile
  private end = -1
  /** No comment, or script, that starts before here ends. */
  private readonly endless = {comment: -1, script: -1}

  constructor(file: PhpFile) {
    this.file = file
  }

  has(at: number): boolean {
    return at < this.end
  }

  /** Takes note of a comment or script that starts at `at`, if one does. */
  startsAt(at: number): void {
    const {source} = this.file
    if (at < this.end) return
    if (source.startsWith('<!--', at)) this.hide(at, 'comment')
    else if (isScript(source, at)) this.hide(at, 'script')
  }

  private hide(at: number, kind: 'comment' | 'script'): void {
    const {file} = this
    const token = textTokenAt(file, at)
    if (token < 0 || at < this.endless[kind]) return
    // In PHP's text it has to end where it starts: the next text need not be printed after it.
    const isHtml = file.kind(token) === Kind.InlineHtml
    const limit = Math.min(isHtml ? file.source.length : (file.ends[token] ?? 0), at + LONGEST)
    const text = file.source.slice(at, limit)
    const end = kind === 'comment' ? text.indexOf('-->', 4) : text.search(/<\/script/i)
    if (end < 0) this.endless[kind] = limit
    else this.end = at + end
  }
}

function isScript(source: string, at: number): boolean {
  return (source.charCodeAt(at + 1) | 32) === 115 && /^<script[\s>]/i.test(source.slice(at, at + 8))
}
