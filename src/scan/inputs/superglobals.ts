/** Finds every use of PHP's superglobal arrays, and what is done with it. */
import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {InputSource} from '../types.ts'

/** The superglobals, and the long arrays that PHP 4 had for them (removed in 5.4). */
const SOURCES: ReadonlyMap<string, InputSource> = new Map([
  ['$_GET', 'get'],
  ['$_POST', 'post'],
  ['$_REQUEST', 'request'],
  ['$_COOKIE', 'cookie'],
  ['$_FILES', 'files'],
  ['$_SERVER', 'server'],
  ['$_ENV', 'env'],
  ['$_SESSION', 'session'],
  ['$GLOBALS', 'globals'],
  ['$HTTP_GET_VARS', 'get'],
  ['$HTTP_POST_VARS', 'post'],
  ['$HTTP_COOKIE_VARS', 'cookie'],
  ['$HTTP_POST_FILES', 'files'],
  ['$HTTP_SERVER_VARS', 'server'],
  ['$HTTP_ENV_VARS', 'env'],
  ['$HTTP_SESSION_VARS', 'session'],
])

/** A use of a superglobal, from its variable to the end of its keys: tokens `first` to `last`. */
export interface SuperglobalUse {
  source: InputSource
  first: number
  last: number
  key: string | null
  path: string[]
}

/** All uses in a file, in order. */
export const superglobalUses = oncePerFile((file) => {
  const uses: SuperglobalUse[] = []
  for (const at of file.all(Kind.Variable)) {
    const letter = file.source.charCodeAt((file.starts[at] ?? 0) + 1)
    if (letter !== 95 && letter !== 71 && letter !== 72) continue // _ G H
    const source = SOURCES.get(file.raw(at))
    if (source && file.kind(at - 1) !== Kind.DoubleColon && !isDeclared(file, at)) uses.push(useAt(file, at, source))
  }
  return uses
})

/** `global $HTTP_GET_VARS;` says that the array is used, not how. */
function isDeclared(file: PhpFile, token: number): boolean {
  let at = token
  while (file.kind(at - 1) === 44 && file.kind(at - 2) === Kind.Variable) at -= 2
  return file.kind(at - 1) === Kind.Global
}

function useAt(file: PhpFile, first: number, source: InputSource): SuperglobalUse {
  const keys: (string | null)[] = []
  let last = first
  while (file.kind(last + 1) === 91 && file.partner(last + 1) > last) {
    keys.push(keyBetween(file, last + 1, file.partner(last + 1)))
    last = file.partner(last + 1)
  }
  const firstUnknown = keys.indexOf(null)
  const known = (firstUnknown < 0 ? keys : keys.slice(0, firstUnknown)) as string[]
  return {source, first, last, key: known[0] ?? null, path: known.slice(1)}
}

/** A literal key; `''` for `[]`; `null` when it is computed. */
function keyBetween(file: PhpFile, open: number, close: number): string | null {
  if (close === open + 1) return ''
  const negative = file.kind(open + 1) === 45 && close === open + 3
  if (close !== open + 2 && !negative) return null
  switch (file.kind(close - 1)) {
    case Kind.String:
      return stringValue(file.raw(close - 1))
    case Kind.Number:
      return `${negative ? '-' : ''}${file.raw(close - 1)}`
    // `$_GET[id]`: the text in a template, and in code what PHP before 8 took it for.
    case Kind.Name:
      return decodeText(file.raw(close - 1))
    default:
      return null
  }
}
