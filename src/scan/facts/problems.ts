import {isUtf8} from 'node:buffer'
import {lineAt} from '../syntax/lines.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import type {FileProblem} from '../types.ts'
import {defineFact} from './define-fact.ts'

/** What is odd about the contents. */
export const problems = defineFact({
  name: 'problems',
  find(file, contents) {
    if (file.source === '') return [{kind: 'empty', message: 'The file is empty'}]
    const binary = binaryContents(file)
    return binary ? [binary] : isUtf8(contents) ? [] : [notUtf8(file)]
  },
})

/** NUL bytes, which no PHP code has; data after `__halt_compiler` may be anything. */
function binaryContents(file: PhpFile): FileProblem | undefined {
  const at = file.source.indexOf('\0')
  const data = file.kind(file.count - 1) === Kind.HaltData ? (file.starts[file.count - 1] ?? 0) : file.source.length
  if (at < 0 || at >= data) return undefined
  const isUtf16 = /^(\xff\xfe|\xfe\xff)/.test(file.source)
  const message = isUtf16 ? 'The file is UTF-16, which PHP does not read as code' : 'The file has NUL bytes'
  return {kind: 'binary', message, line: lineAt(file.lineStarts, at)}
}

function notUtf8(file: PhpFile): FileProblem {
  const starts = file.lineStarts
  const line = starts.findIndex(
    (start, index) => !isUtf8(Buffer.from(file.source.slice(start, starts[index + 1]), 'latin1')),
  )
  return {kind: 'not-utf8', message: 'The file is not UTF-8', ...(line < 0 ? {} : {line: line + 1})}
}
