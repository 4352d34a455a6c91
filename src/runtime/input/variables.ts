/** How PHP turns names such as `a[b][]` into arrays (main/php_variables.c, "Variables From External Sources"). */
import {PhpArray} from '../../php/array.ts'
import type {ByteString, Codec} from '../codec.ts'

/** A value of `$_GET`, `$_POST` or `$_COOKIE`. */
export type PhpInput = string | PhpArray<PhpInput>

/** PHP's limits on input. */
export interface InputLimits {
  /** `max_input_vars`. */
  maxInputVars: number
  /** `max_input_nesting_level`. */
  maxInputNestingLevel: number
}

/** How variables are put into an array. */
interface Registration {
  codec: Codec
  maxInputNestingLevel: number
  /** For cookies: of two equal names the first one stays. */
  keepFirst?: boolean
}

/**
 * Puts a variable into `$_GET` and the like. The name is mangled: leading spaces go, `.` and space become `_`, brackets
 * make arrays, a missing `]` turns the `[` into `_`, and a name nested too deeply removes the whole variable.
 */
export function registerVariable<Value>(
  target: PhpArray<Value | PhpArray<Value>>,
  encodedName: ByteString,
  value: Value,
  {codec, maxInputNestingLevel, keepFirst = false}: Registration,
): void {
  const name = cString(encodedName).replace(/^ +/, '')
  const path = splitName(name, maxInputNestingLevel)
  if (path === undefined) return
  const [base = '', ...nested] = path.keys
  if (path.tooDeep) {
    target.delete(codec.decodeByteString(base))
    return
  }
  let array = target
  let key: ByteString | undefined = base
  for (const next of nested) {
    if (key !== undefined && isForbidden(key, name)) return
    const child = childArray(array, key, codec)
    if (child === undefined) return
    array = child
    key = next
  }
  if (key === undefined) push(array, value)
  else if (!isForbidden(key, name)) {
    const text = codec.decodeByteString(key)
    if (!(keepFirst && array === target && array.has(text))) array.set(text, value)
  }
}

interface NamePath {
  /** `undefined` for `[]`. */
  keys: (ByteString | undefined)[]
  tooDeep: boolean
}

/** The keys a name stands for, or `undefined` for a name that PHP drops. */
function splitName(name: ByteString, maximumLevel: number): NamePath | undefined {
  const bracket = name.indexOf('[')
  const base = mangle(bracket < 0 ? name : name.slice(0, bracket))
  if (base === '') return undefined
  const keys: (ByteString | undefined)[] = [base]
  for (let open = bracket; open >= 0 && name[open] === '['; ) {
    if (keys.length > maximumLevel) return {keys, tooDeep: true}
    const start = open + 1
    const first = /\s/.test(name[start] ?? '') ? start + 1 : start
    if (name[first] === ']') {
      keys.push(undefined)
      open = first + 1
      continue
    }
    const close = name.indexOf(']', first)
    if (close < 0) {
      // Not an index: the rest belongs to the name, and after an index it is dropped.
      if (keys.length === 1) keys[0] = `${base}_${mangle(name.slice(start)).replaceAll('[', '_')}`
      break
    }
    keys.push(name.slice(start, close))
    open = close + 1
  }
  return {keys, tooDeep: false}
}

function mangle(name: ByteString): ByteString {
  return name.replace(/[ .]/g, '_')
}

function cString(text: ByteString): ByteString {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

/** A cookie prefix that browsers vouch for must not come about by mangling (CVE-2022-31629). */
function isForbidden(key: ByteString, name: ByteString): boolean {
  return ['__Host-', '__Secure-'].some((prefix) => key.startsWith(prefix) && !name.startsWith(prefix))
}

function childArray<Value>(
  array: PhpArray<Value | PhpArray<Value>>,
  key: ByteString | undefined,
  codec: Codec,
): PhpArray<Value | PhpArray<Value>> | undefined {
  if (key === undefined) {
    const child = PhpArray.from<Value>([])
    return push(array, child) ? child : undefined
  }
  const text = codec.decodeByteString(key)
  const existing = array.get(text)
  if (existing instanceof PhpArray) return existing
  const child = PhpArray.from<Value>([])
  array.set(text, child)
  return child
}

/** PHP drops a value that has no key left. */
function push<Value>(array: PhpArray<Value>, value: Value): boolean {
  try {
    array.push(value)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
