/** Finds every use of PHP's superglobal arrays, and what is done with it. */
import {oncePerFile} from '../syntax/once-per-file.ts'
import {isPartOfText} from '../syntax/parts-of-text.ts'
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
  // The body as text (removed in PHP 7.0).
  ['$HTTP_RAW_POST_DATA', 'post'],
])

/** A use of a superglobal, from its variable to the end of its keys: tokens `first` to `last`. */
export interface SuperglobalUse {
  source: InputSource
  first: number
  last: number
  key: string | null
  path: string[]
  /** One of the keys is computed. */
  dynamic: boolean
}

/** All uses in a file, in order. */
export const superglobalUses = (file: PhpFile): readonly SuperglobalUse[] => specialVariables(file).uses

/** The tokens of `$argv` and `$argc`: what the command line says. */
export const commandLineVariables = (file: PhpFile): readonly number[] => specialVariables(file).ofCommandLine

const specialVariables = oncePerFile((file) => {
  const uses: SuperglobalUse[] = []
  const ofCommandLine: number[] = []
  const variables = file.all(Kind.Variable)
  for (let index = 0; index < variables.length; index++) {
    const at = variables[index] as number
    switch (file.source.charCodeAt((file.starts[at] as number) + 1)) {
      case 95: // _
      case 71: // G
      case 72: {
        // H
        const source = SOURCES.get(file.raw(at))
        if (source && file.kind(at - 1) !== Kind.DoubleColon && !isDeclared(file, at))
          uses.push(useAt(file, at, source))
        break
      }
      case 97: // a
        if (isArgument(file, at)) ofCommandLine.push(at)
    }
  }
  return {uses, ofCommandLine}
})

function isArgument(file: PhpFile, at: number): boolean {
  const start = file.starts[at] ?? 0
  return file.ends[at] === start + 5 && /^\$arg[cv]$/.test(file.source.slice(start, start + 5))
}

/** Variables in one declaration; without a bound, long lists of arguments would take quadratic time. */
const LONGEST_LIST = 100

/** `global $HTTP_GET_VARS;` says that the array is used, not how. */
function isDeclared(file: PhpFile, token: number): boolean {
  let at = token
  for (let steps = 0; steps < LONGEST_LIST && file.kind(at - 1) === 44 && file.kind(at - 2) === Kind.Variable; steps++)
    at -= 2
  return file.kind(at - 1) === Kind.Global
}

function useAt(file: PhpFile, first: number, variable: InputSource): SuperglobalUse {
  let source = variable
  const path: string[] = []
  let dynamic = false
  let last = first
  // `$$_GET['id']` is the element of another variable, which `$_GET` would name.
  const isName = file.kind(first - 1) === 36
  for (let open = first + 1; !isName && isOffset(file, open); open = last + 1) {
    last = file.partner(open)
    const key = dynamic ? null : keyBetween(file, open, last)
    if (key === null) dynamic = true
    else path.push(key)
  }
  // `$GLOBALS['_POST']['id']` is `$_POST['id']`.
  if (source === 'globals' && path.length) {
    const named = SOURCES.get(`$${path[0]}`)
    if (named && named !== 'globals') {
      source = named
      path.shift()
    }
  }
  return {source, first, last, key: path[0] ?? null, path: path.slice(1), dynamic}
}

/** `[…]`, and `{…}` as PHP had it until 7.4; in text a brace belongs to the text. */
function isOffset(file: PhpFile, open: number): boolean {
  const kind = file.kind(open)
  return (kind === 91 || kind === 123) && file.partner(open) > open
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
    case Kind.Name:
      return bareKey(file, close)
    default:
      return null
  }
}

/**
 * `$_GET[id]`: the text in a template, and in code what PHP before 8 took it for, unless there is a constant of that
 * name, as there is when it is written like one.
 */
function bareKey(file: PhpFile, close: number): string | null {
  const name = file.raw(close - 1)
  return /^[A-Z][A-Z0-9_]*$/.test(name) && !isPartOfText(file.kind(close + 1)) ? null : decodeText(name)
}
