import {accessOf, isReferenced, opening} from '../inputs/access.ts'
import {convertedBy, OF_CAST} from '../inputs/conversion.ts'
import {inputCalls} from '../inputs/functions.ts'
import {type SuperglobalUse, superglobalUses} from '../inputs/superglobals.ts'
import {isCall} from '../syntax/expressions.ts'
import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {InputUse} from '../types.ts'
import {defineFact} from './define-fact.ts'

/** What the file takes from the request, the session and the environment, and what it makes of it. */
export const inputs = defineFact({name: 'inputs', find: (file) => inputsIn(file)})

/** All inputs of a file, in order. */
export const inputsIn = oncePerFile((file) => {
  const uses: InputUse[] = []
  const others: [token: number, use: InputUse][] = inputCalls(file)
  for (const use of superglobalUses(file)) {
    uses.push(inputUse(file, use))
    const test = keyTest(file, use)
    if (test) others.push(test)
  }
  if (!others.length) return uses
  return [...superglobalUses(file).map((use, index) => [use.first, uses[index] as InputUse] as const), ...others]
    .sort((a, b) => a[0] - b[0])
    .map(([, use]) => use)
})

function inputUse(file: PhpFile, use: SuperglobalUse): InputUse {
  const {source, key} = use
  let access = source === 'session' && isReferenced(file, use) ? 'write' : accessOf(file, use)
  let {first, last} = use
  let conversion: InputUse['conversion']
  let fallback: string | undefined
  if (access === 'read') {
    ;({first, last, conversion, fallback} = convertedBy(file, first, last))
    if (key === null && !use.dynamic && first === last) [first, last] = wholeUse(file, first)
  } else if (access === 'write' && isSetType(file, first)) {
    access = 'read'
    conversion = typeNamed(file, last + 2)
    first -= 2
    last = file.partner(first + 1)
  }
  const found: InputUse = {source, key, access, text: file.text(first, last), line: file.line(use.first)}
  if (use.path.length) found.path = use.path
  if (use.dynamic) found.dynamic = true
  if (conversion) found.conversion = conversion
  if (fallback !== undefined) found.fallback = fallback
  const {inside} = file.inside(use.first)
  if (inside !== undefined) found.inside = inside
  return found
}

/** What is done with a whole array: `extract($_GET)`, `foreach ($_POST as $name => $value)`. */
function wholeUse(file: PhpFile, token: number): [first: number, last: number] {
  const before = file.kind(token - 1)
  const open = before === 40 || before === 44 ? opening(file, token - 1) : -1
  const name = file.kind(open - 1)
  return open > 0 && (name === Kind.Name || name === Kind.Foreach) ? [open - 1, file.partner(open)] : [token, token]
}

/** `settype($_GET['id'], 'integer')` makes what it reads another type. */
function isSetType(file: PhpFile, first: number): boolean {
  return file.kind(first - 1) === 40 && isCall(file, first - 2) && file.word(first - 2) === 'settype'
}

function typeNamed(file: PhpFile, token: number): InputUse['conversion'] {
  return file.kind(token) === Kind.String ? OF_CAST[stringValue(file.raw(token)).toLowerCase()] : undefined
}

/** `array_key_exists('id', $_GET)` tests a key. */
function keyTest(file: PhpFile, use: SuperglobalUse): [number, InputUse] | undefined {
  if (use.key !== null || use.first !== use.last || file.kind(use.first - 2) !== Kind.String) return undefined
  const name = use.first - 4
  if (!isCall(file, name) || !/^(array_)?key_exists$/.test(file.word(name))) return undefined
  const key = stringValue(file.raw(use.first - 2))
  const text = file.text(name, use.last + 1)
  return [name, {source: use.source, key, access: 'test', text, line: file.line(name), ...file.inside(name)}]
}
