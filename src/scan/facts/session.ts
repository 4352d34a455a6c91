import {accessOf, isReferenced} from '../inputs/access.ts'
import {superglobalUses} from '../inputs/superglobals.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {SessionUse} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {functionsCalled} from './names/functions-called.ts'
import {remembered} from './names/remembered.ts'

/** PHP manual, "Session Functions", and those that PHP 5.4 removed. */
const FUNCTIONS: ReadonlyMap<string, SessionUse['kind']> = new Map([
  ['session_start', 'start'],
  ['session_register', 'write'],
  ['session_unregister', 'write'],
  ['session_is_registered', 'read'],
  ['session_decode', 'write'],
  ['session_encode', 'read'],
  ['session_destroy', 'destroy'],
  ['session_unset', 'destroy'],
  ['session_regenerate_id', 'regenerate'],
  ['session_write_close', 'close'],
  ['session_commit', 'close'],
  ['session_abort', 'close'],
  ['session_reset', 'read'],
  ['session_name', 'settings'],
  ['session_id', 'settings'],
  ['session_create_id', 'settings'],
  ['session_save_path', 'settings'],
  ['session_module_name', 'settings'],
  ['session_set_cookie_params', 'settings'],
  ['session_get_cookie_params', 'settings'],
  ['session_set_save_handler', 'settings'],
  ['session_cache_limiter', 'settings'],
  ['session_cache_expire', 'settings'],
  ['session_gc', 'settings'],
])

/** What the file does with the session. */
export const session = defineFact({
  name: 'session',
  find(file) {
    const found: Found[] = []
    calls(file, found)
    variables(file, found)
    return found.sort((a, b) => a[0] - b[0]).map(([, use]) => use)
  },
})

type Found = readonly [token: number, use: SessionUse]

function calls(file: PhpFile, found: Found[]): void {
  for (const called of functionsCalled(file)) {
    const kind = kindOf(called)
    if (kind === 'ini') {
      for (const at of called.tokens) if (isSessionSetting(file, at)) found.push(call(file, at, 'settings', null))
    } else if (kind) {
      for (const at of called.tokens) for (const key of keysOf(file, at, kind)) found.push(call(file, at, kind, key))
    }
  }
}

const kindOf = remembered((word) => (word === 'ini_set' || word === 'ini_alter' ? 'ini' : FUNCTIONS.get(word)))

function call(file: PhpFile, at: number, kind: SessionUse['kind'], key: string | null): Found {
  return [at, {kind, key, text: file.text(at, file.partner(at + 1)), line: file.line(at), ...file.inside(at)}]
}

/** The variables that a call names: `session_register('cart', 'user')`; one `null` when it names none. */
function keysOf(file: PhpFile, at: number, kind: SessionUse['kind']): (string | null)[] {
  if (kind !== 'read' && kind !== 'write') return [null]
  const keys = argumentsOf(file, at + 1).map(([first, last]) =>
    first === last && file.kind(first) === Kind.String ? stringValue(file.raw(first)) : null,
  )
  return keys.length ? [...new Set(keys)] : [null]
}

/** `ini_set('session.cookie_lifetime', 0)`. */
function isSessionSetting(file: PhpFile, at: number): boolean {
  return file.kind(at + 2) === Kind.String && /^.session\./.test(file.raw(at + 2))
}

function variables(file: PhpFile, found: Found[]): void {
  for (const use of superglobalUses(file)) {
    if (use.source !== 'session') continue
    const access = accessOf(file, use)
    const changes =
      access === 'write' || access === 'unset' || isReferenced(file, use) || isObjectCalled(file, use.last)
    const text = file.text(use.first, use.last)
    const fact = {kind: changes ? 'write' : 'read', key: use.key, text, line: file.line(use.first)} as const
    found.push([use.first, {...fact, ...file.inside(use.first)}])
  }
}

/** `$_SESSION['cart']->add($id)`, `$_SESSION['user']->name = …`: what is in the session changes with the object. */
function isObjectCalled(file: PhpFile, last: number): boolean {
  if (file.kind(last + 1) !== Kind.Arrow) return false
  const after = file.kind(last + 3)
  return after === 40 || after === 61 || after === Kind.CompoundAssign || after === Kind.Increment
}
