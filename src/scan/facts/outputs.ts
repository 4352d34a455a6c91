import {callsIn} from '../syntax/callee.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import {nameParts} from '../syntax/name-parts.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import type {NamePart, OutputUse} from '../types.ts'
import {defineFact} from './define-fact.ts'

/** The headers, statuses, redirects and cookies that the file sends. */
export const outputs = defineFact({
  name: 'outputs',
  find(file) {
    const found: OutputUse[] = []
    for (const {at, word, isFunction} of callsIn(file)) {
      const output = isFunction ? outputOf(file, at, word) : undefined
      if (output)
        found.push({...output, text: file.text(at, file.partner(at + 1)), line: file.line(at), ...file.inside(at)})
    }
    return found
  },
})

type Output = Pick<OutputUse, 'kind' | 'value'>

function outputOf(file: PhpFile, at: number, word: string): Output | undefined {
  switch (word) {
    case 'header':
      return headerLine(argument(file, at))
    case 'http_response_code': {
      const parts = argument(file, at)
      return parts.length ? {kind: 'status', value: whole(parts)} : undefined
    }
    case 'setcookie':
    case 'setrawcookie':
      return {kind: 'cookie', value: whole(argument(file, at))}
    default:
      return undefined
  }
}

function argument(file: PhpFile, at: number): NamePart[] {
  const [first] = argumentsOf(file, at + 1)
  return first ? nameParts(file, first[0], first[1]) : []
}

/** The text of an expression that is one text. */
function whole(parts: readonly NamePart[]): string | null {
  const [part] = parts
  return part && 'text' in part && parts.length === 1 ? part.text : null
}

function headerLine(parts: readonly NamePart[]): Output {
  const [part] = parts
  const start = part && 'text' in part ? part.text : ''
  const status = /^(?:HTTP\/[\d.]+|Status:)\s+(\d{3})/i.exec(start)
  if (status) return {kind: 'status', value: status[1] ?? null}
  if (/^(HTTP\/|Status:)/i.test(start)) return {kind: 'status', value: null}
  const [, name = '', rest = ''] = /^([^\s:]+)\s*:\s*(.*)$/s.exec(start) ?? []
  const value = parts.length === 1 && rest !== '' ? rest : null
  switch (name.toLowerCase()) {
    case '':
      return {kind: 'header', value: null}
    case 'location':
      return {kind: 'redirect', value}
    case 'content-type':
      return {kind: 'content-type', value}
    case 'content-disposition':
      return {kind: 'download', value}
    case 'set-cookie':
      return {kind: 'cookie', value: /^([^=;\s]+)=/.exec(rest)?.[1] ?? null}
    default:
      return {kind: 'header', value: name}
  }
}
