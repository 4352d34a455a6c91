/** `$_GET`, `$_POST` of a form and `$_COOKIE` from their bytes, as PHP 8.2 builds them. */
import {PhpArray} from '../../php/array.ts'
import {decodePercent} from '../../php/url.ts'
import type {ByteString, Codec} from '../codec.ts'
import {type InputLimits, type PhpInput, registerVariable} from './variables.ts'

/** `$_GET` of a query string, without its `?`. */
export function parseQuery(query: ByteString, codec: Codec, limits: InputLimits): PhpArray<PhpInput> {
  const variables = PhpArray.from<PhpInput>([])
  let count = 0
  for (const pair of query.split('&')) {
    if (pair === '') continue
    if (++count > limits.maxInputVars) break
    registerPair(variables, pair, codec, limits)
  }
  return variables
}

/** `$_POST` of an `application/x-www-form-urlencoded` body. */
export function parseForm(body: ByteString, codec: Codec, limits: InputLimits): PhpArray<PhpInput> {
  const variables = PhpArray.from<PhpInput>([])
  if (body === '') return variables
  let count = 0
  const pairs = body.split('&')
  if (pairs.at(-1) === '') pairs.pop()
  for (const pair of pairs) {
    registerPair(variables, pair, codec, limits)
    // Unlike in a query, empty pairs count and the limit is looked at afterwards: one variable more gets in.
    if (++count > limits.maxInputVars) break
  }
  return variables
}

/** `$_COOKIE` of a `Cookie` header: of equal names the first stays, names are not decoded, `+` is a plus sign. */
export function parseCookies(header: ByteString, codec: Codec, limits: InputLimits): PhpArray<PhpInput> {
  const variables = PhpArray.from<PhpInput>([])
  let count = 0
  for (const part of header.split(';')) {
    const pair = part.replace(/^[ \t\n\v\f\r]+/, '')
    if (pair === '' || pair.startsWith('=')) continue
    if (++count > limits.maxInputVars) break
    const [name, value] = splitPair(pair)
    const registration = {codec, maxInputNestingLevel: limits.maxInputNestingLevel, keepFirst: true}
    registerVariable(variables, name, codec.decodeByteString(decodePercent(value)), registration)
  }
  return variables
}

function registerPair(variables: PhpArray<PhpInput>, pair: ByteString, codec: Codec, limits: InputLimits): void {
  const [name, value] = splitPair(pair)
  const registration = {codec, maxInputNestingLevel: limits.maxInputNestingLevel}
  registerVariable(variables, decodeForm(name), codec.decodeByteString(decodeForm(value)), registration)
}

function splitPair(pair: ByteString): [name: ByteString, value: ByteString] {
  const equals = pair.indexOf('=')
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
}

function decodeForm(text: ByteString): ByteString {
  return decodePercent(text.replaceAll('+', ' '))
}
