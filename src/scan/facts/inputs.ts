import {accessOf, isReferenced} from '../inputs/access.ts'
import {convertedBy} from '../inputs/conversion.ts'
import {type SuperglobalUse, superglobalUses} from '../inputs/superglobals.ts'
import {callsIn} from '../syntax/callee.ts'
import {argumentsOf, isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {InputUse} from '../types.ts'
import {defineFact} from './define-fact.ts'

/** What the file takes from the request, the session and the environment, and what it makes of it. */
export const inputs = defineFact({
  name: 'inputs',
  find(file) {
    const uses = superglobalUses(file).map((use) => [use.first, inputUse(file, use)] as const)
    return [...uses, ...keyTests(file), ...filtered(file)].sort((a, b) => a[0] - b[0]).map(([, use]) => use)
  },
})

type Found = readonly [token: number, use: InputUse]

function inputUse(file: PhpFile, use: SuperglobalUse): InputUse {
  const access = use.source === 'session' && isReferenced(file, use) ? 'write' : accessOf(file, use)
  const {first, last, conversion, fallback} =
    access === 'read' ? convertedBy(file, use.first, use.last) : {first: use.first, last: use.last}
  return {
    source: use.source,
    key: use.key,
    ...(use.path.length ? {path: use.path} : {}),
    access,
    ...(conversion ? {conversion} : {}),
    ...(fallback === undefined ? {} : {fallback}),
    text: file.text(first, last),
    line: file.line(use.first),
    ...file.inside(use.first),
  }
}

/** `array_key_exists('id', $_GET)` tests a key. */
function keyTests(file: PhpFile): Found[] {
  return superglobalUses(file).flatMap((use) => {
    const name = use.first - 4
    const isTest = use.key === null && use.first === use.last && file.kind(use.first - 2) === Kind.String
    if (!isTest || !isCall(file, name) || !/^(array_)?key_exists$/.test(file.word(name))) return []
    const key = stringValue(file.raw(use.first - 2))
    const found = {
      source: use.source,
      key,
      access: 'test',
      text: file.text(name, use.last + 1),
      line: file.line(name),
    } as const
    return [[name, {...found, ...file.inside(name)}] as const]
  })
}

const SOURCE_OF_FILTER: Record<string, InputUse['source']> = {
  input_get: 'get',
  input_post: 'post',
  input_cookie: 'cookie',
  input_server: 'server',
  input_env: 'env',
}

const CONVERSION_OF_FILTER: Record<string, NonNullable<InputUse['conversion']>> = {
  filter_validate_int: 'int',
  filter_sanitize_number_int: 'int',
  filter_validate_float: 'float',
  filter_validate_bool: 'bool',
  filter_validate_boolean: 'bool',
  filter_require_array: 'array',
}

/** `filter_input(INPUT_GET, 'id', FILTER_VALIDATE_INT)`. */
function filtered(file: PhpFile): Found[] {
  const found: Found[] = []
  for (const {at, word, isFunction} of callsIn(file)) {
    if (!isFunction || (word !== 'filter_input' && word !== 'filter_has_var')) continue
    const [type, key, filter] = argumentsOf(file, at + 1)
    const source = type && SOURCE_OF_FILTER[file.word(type[0])]
    if (!source) continue
    const conversion = filter && CONVERSION_OF_FILTER[file.word(filter[0])]
    found.push([
      at,
      {
        source,
        key: key && file.kind(key[0]) === Kind.String && key[0] === key[1] ? stringValue(file.raw(key[0])) : null,
        access: word === 'filter_input' ? 'read' : 'test',
        ...(conversion ? {conversion} : {}),
        text: file.text(at, file.partner(at + 1)),
        line: file.line(at),
        ...file.inside(at),
      },
    ])
  }
  return found
}
