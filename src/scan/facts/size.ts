import {countLines} from '../syntax/lines.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {defineFact} from './define-fact.ts'

export const bytes = defineFact({name: 'bytes', find: (file) => file.source.length})

export const lines = defineFact({name: 'lines', find: (file) => countLines(file.lineStarts, file.source.length)})

/** Bytes outside `<?php … ?>`. */
export const inlineHtmlBytes = defineFact({name: 'inlineHtmlBytes', find: (file) => inlineHtmlBytesOf(file)})

export function inlineHtmlBytesOf(file: PhpFile): number {
  let sum = 0
  for (const at of file.all(Kind.InlineHtml)) sum += (file.ends[at] ?? 0) - (file.starts[at] ?? 0)
  return sum
}
