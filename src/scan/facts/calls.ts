import {callsIn, className, functionName} from '../syntax/callee.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import {defineFact} from './define-fact.ts'

/** Names of the functions that the file calls. */
export const calls = defineFact({
  name: 'calls',
  find(file) {
    const names = new Set<string>()
    for (const {name, isFunction} of callsIn(file)) if (isFunction) names.add(name)
    return [...names].sort()
  },
})

/** Who in the file calls what: functions, methods, constructors and callbacks. */
export const callsOf = defineFact({
  name: 'callsOf',
  find(file) {
    const found = new Map<string, Set<string>>()
    const add = (at: number, name: string | undefined): void => {
      if (name === undefined) return
      const inside = file.inside(at).inside ?? ''
      const known = found.get(inside)
      if (known) known.add(name)
      else found.set(inside, new Set([name]))
    }
    // Calls and `new` as they are written: who comes first is the first in the list.
    const made = file.all(Kind.New)
    let next = 0
    for (const {at, name} of callsIn(file)) {
      for (let token = made[next] ?? at; token < at; token = made[++next] ?? at) add(token, constructed(file, token))
      add(at, name)
      if (TAKES_CALLBACK.has(name)) for (const callback of callbacks(file, at)) add(at, callback)
    }
    for (const token of made.subarray(next)) add(token, constructed(file, token))
    return [...found].map(([inside, names]) => ({inside, names: [...names].sort()}))
  },
})

/** Functions that call what they are given by name. */
const TAKES_CALLBACK = new Set(
  (
    'call_user_func call_user_func_array forward_static_call array_map array_filter array_walk array_walk_recursive ' +
    'array_reduce usort uasort uksort preg_replace_callback register_shutdown_function set_error_handler ' +
    'set_exception_handler spl_autoload_register ob_start iterator_apply session_set_save_handler register_tick_function'
  ).split(' '),
)

function constructed(file: PhpFile, at: number): string | undefined {
  if (file.kind(at + 1) === Kind.Name) return `new ${functionName(file, at + 1)}`
  const own = file.kind(at + 1) === Kind.Static ? className(file, at) : undefined
  return own && `new ${own}`
}

function callbacks(file: PhpFile, at: number): string[] {
  return argumentsOf(file, at + 1).flatMap(([first, last]) => {
    if (first === last) return file.kind(first) === Kind.String ? [stringValue(file.raw(first)).toLowerCase()] : []
    const isArray = file.kind(first) === Kind.Array || file.kind(first) === 91
    // array($this, 'method'), [Cart::class, 'add']
    return isArray && file.kind(last - 1) === Kind.String ? [`->${stringValue(file.raw(last - 1)).toLowerCase()}`] : []
  })
}
