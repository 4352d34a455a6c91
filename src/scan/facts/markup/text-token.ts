import type {PhpFile} from '../../syntax/php-file.ts'
import {Kind} from '../../tokens/kinds.ts'

/** The token of text or HTML that an offset of the source stands in; -1 in code and comments. */
export function textTokenAt({starts, ends, kinds, count}: PhpFile, offset: number): number {
  let low = 0
  let high = count
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  const kind = kinds[low]
  const isText = kind === Kind.InlineHtml || kind === Kind.String || kind === Kind.TemplateText
  return isText && offset >= (starts[low] ?? 0) && offset < (ends[low] ?? 0) ? low : -1
}
