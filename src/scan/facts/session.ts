import {accessOf, isReferenced} from '../inputs/access.ts'
import {superglobalUses} from '../inputs/superglobals.ts'
import {callsIn} from '../syntax/callee.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {SessionUse} from '../types.ts'
import {defineFact} from './define-fact.ts'

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
  ['session_save_path', 'settings'],
  ['session_module_name', 'settings'],
  ['session_set_cookie_params', 'settings'],
  ['session_set_save_handler', 'settings'],
  ['session_cache_limiter', 'settings'],
  ['session_cache_expire', 'settings'],
])

/** What the file does with the session. */
export const session = defineFact({
  name: 'session',
  find: (file) => [...calls(file), ...variables(file)].sort((a, b) => a[0] - b[0]).map(([, use]) => use),
})

type Found = readonly [token: number, use: SessionUse]

function calls(file: PhpFile): Found[] {
  const found: Found[] = []
  for (const {at, word, isFunction} of callsIn(file)) {
    if (!isFunction) continue
    const kind = FUNCTIONS.get(word) ?? (word === 'ini_set' && isSessionSetting(file, at) ? 'settings' : undefined)
    if (!kind) continue
    const [argument] = argumentsOf(file, at + 1)
    const isKey = (kind === 'read' || kind === 'write') && argument && file.kind(argument[0]) === Kind.String
    const key = isKey ? stringValue(file.raw(argument[0])) : null
    found.push([at, {kind, key, text: file.text(at, file.partner(at + 1)), line: file.line(at), ...file.inside(at)}])
  }
  return found
}

/** `ini_set('session.cookie_lifetime', 0)`. */
function isSessionSetting(file: PhpFile, at: number): boolean {
  return file.kind(at + 2) === Kind.String && /^.session\./.test(file.raw(at + 2))
}

function variables(file: PhpFile): Found[] {
  return superglobalUses(file)
    .filter((use) => use.source === 'session')
    .map((use) => {
      const access = accessOf(file, use)
      const changes =
        access === 'write' || access === 'unset' || isReferenced(file, use) || isObjectCalled(file, use.last)
      const text = file.text(use.first, use.last)
      const fact = {kind: changes ? 'write' : 'read', key: use.key, text, line: file.line(use.first)} as const
      return [use.first, {...fact, ...file.inside(use.first)}] as const
    })
}

/** `$_SESSION['cart']->add($id)`, `$_SESSION['user']->name = …`: what is in the session changes with the object. */
function isObjectCalled(file: PhpFile, last: number): boolean {
  if (file.kind(last + 1) !== Kind.Arrow) return false
  const after = file.kind(last + 3)
  return after === 40 || after === 61 || after === Kind.CompoundAssign || after === Kind.Increment
}
