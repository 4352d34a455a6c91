import {argumentsOf} from '../syntax/expressions.ts'
import {nameParts} from '../syntax/name-parts.ts'
import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import type {NamePart, OutputUse} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {refreshes} from './markup/refresh.ts'
import {functionsCalled, methodsCalled} from './names/functions-called.ts'
import {remembered} from './names/remembered.ts'

/** The headers, statuses, redirects and cookies that the file sends. */
export const outputs = defineFact({name: 'outputs', find: (file) => outputsIn(file)})

/** All outputs of a file, in order. */
export const outputsIn = oncePerFile((file) => {
  const found: [token: number, use: OutputUse][] = refreshes(file)
  for (const called of functionsCalled(file)) {
    const output = outputOf(called)
    if (output) for (const at of called.tokens) add(file, at, output, found)
  }
  for (const called of methodsCalled(file)) {
    if (isRedirect(called)) for (const at of called.tokens) add(file, at, redirect, found)
  }
  return found.sort((a, b) => a[0] - b[0]).map(([, use]) => use)
})

type Output = Pick<OutputUse, 'kind' | 'value' | 'status'>
type OutputOf = (file: PhpFile, at: number) => Output | undefined

function add(file: PhpFile, at: number, outputOf: OutputOf, found: [number, OutputUse][]): void {
  const output = outputOf(file, at)
  if (!output) return
  found.push([at, {...output, text: file.text(at, file.partner(at + 1)), line: file.line(at), ...file.inside(at)}])
}

const cookie: OutputOf = (file, at) => ({kind: 'cookie', value: whole(argument(file, at, 0))})

const FUNCTIONS: ReadonlyMap<string, OutputOf> = new Map<string, OutputOf>([
  ['header', header],
  ['header_remove', (file, at) => ({kind: 'header', value: whole(argument(file, at, 0))})],
  ['http_response_code', responseCode],
  ['setcookie', cookie],
  ['setrawcookie', cookie],
])

function argument(file: PhpFile, at: number, index: number): NamePart[] {
  const range = argumentsOf(file, at + 1)[index]
  return range ? nameParts(file, range[0], range[1]) : []
}

/** The text of an expression that is one text. */
function whole(parts: readonly NamePart[]): string | null {
  const [part] = parts
  return part && 'text' in part && parts.length === 1 ? part.text : null
}

function responseCode(file: PhpFile, at: number): Output | undefined {
  const parts = argument(file, at, 0)
  return parts.length ? {kind: 'status', value: whole(parts)} : undefined
}

/** What functions that redirect are called: `redirect()`, `wp_redirect()`, `redirectTo()`. */
const REDIRECTS =
  /^(?!(?:\w+_)?(?:is|has|get|set|add|no|not|can|should|check|validate|sanitize|parse|make|build|encode|log|on)_)(?:\w+_)?redirect(?:_?to|_?url)?$/

const isRedirect = remembered((word) => REDIRECTS.test(word))
const outputOf = remembered((word) => FUNCTIONS.get(word) ?? (REDIRECTS.test(word) ? redirect : undefined))

/** A function whose name says that it redirects, when it is told where to. */
function redirect(file: PhpFile, at: number): Output | undefined {
  const parts = argument(file, at, 0)
  return parts.length ? {kind: 'redirect', value: whole(parts)} : undefined
}

function header(file: PhpFile, at: number): Output {
  const output = headerLine(argument(file, at, 0))
  const status = Number(whole(argument(file, at, 2)) ?? Number.NaN)
  return status >= 100 && status < 600 && output.kind !== 'status' ? {...output, status} : output
}

function headerLine(parts: readonly NamePart[]): Output {
  const [part, second] = parts
  const start = part && 'text' in part ? part.text : ''
  const status = /^(?:HTTP\/[\d.]+|Status:)\s+(\d{3})/i.exec(start)
  if (status) return {kind: 'status', value: status[1] ?? null}
  if (/^(HTTP\/|Status:)/i.test(start)) return {kind: 'status', value: null}
  // `$_SERVER['SERVER_PROTOCOL'] . ' 404 Not Found'`
  const afterProtocol = start === '' && second && 'text' in second ? /^ (\d{3})(?: |$)/.exec(second.text) : null
  if (afterProtocol) return {kind: 'status', value: afterProtocol[1] ?? null}
  const [, name = '', rest = ''] = /^([^\s:]+)\s*:\s*(.*)$/s.exec(start) ?? []
  const value = parts.length === 1 && rest !== '' ? rest : null
  switch (name.toLowerCase()) {
    case '':
      return {kind: 'header', value: null}
    case 'location':
      return {kind: 'redirect', value}
    case 'refresh': // `Refresh: 5; url=next.php`
      return /url\s*=|;/i.test(rest)
        ? {kind: 'redirect', value: value && (/;\s*(?:url\s*=\s*)?(.+)$/is.exec(value)?.[1]?.trim() ?? null)}
        : {kind: 'header', value: name}
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
