import {callee, className, functionName} from '../syntax/callee.ts'
import {argumentsOf, isCall} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import {defineFact} from './define-fact.ts'

/** Names of the functions that the file calls. */
export const calls = defineFact({
  name: 'calls',
  find(file) {
    const names = new Set<string>()
    for (let at = 0; at < file.count; at++) if (isCall(file, at)) names.add(functionName(file, at))
    return [...names].sort()
  },
})

/** Who in the file calls what: functions, methods, constructors and callbacks. */
export const callsOf = defineFact({
  name: 'callsOf',
  find(file) {
    const found = new Map<string, Set<string>>()
    for (let at = 0; at < file.count; at++) {
      const names = calledAt(file, at)
      if (!names.length) continue
      const inside = file.inside(at).inside ?? ''
      const set = found.get(inside) ?? new Set<string>()
      found.set(inside, set)
      for (const name of names) set.add(name)
    }
    return [...found].map(([inside, names]) => ({inside, names: [...names].sort()}))
  },
})

/** Functions that call what they are given by name. */
const TAKES_CALLBACK =
  /^(call_user_func|call_user_func_array|forward_static_call|array_map|array_filter|array_walk|array_walk_recursive|array_reduce|usort|uasort|uksort|preg_replace_callback|register_shutdown_function|set_error_handler|set_exception_handler|spl_autoload_register|ob_start|iterator_apply|session_set_save_handler|register_tick_function)$/

function calledAt(file: PhpFile, at: number): string[] {
  const kind = file.kind(at)
  if (kind === Kind.New) return constructed(file, at)
  const name = callee(file, at)
  if (name === undefined) return []
  return TAKES_CALLBACK.test(name) ? [name, ...callbacks(file, at)] : [name]
}

function constructed(file: PhpFile, at: number): string[] {
  if (file.kind(at + 1) === Kind.Name) return [`new ${functionName(file, at + 1)}`]
  const own = file.kind(at + 1) === Kind.Static ? className(file, at) : undefined
  return own ? [`new ${own}`] : []
}

function callbacks(file: PhpFile, at: number): string[] {
  return argumentsOf(file, at + 1).flatMap(([first, last]) => {
    if (first === last) return file.kind(first) === Kind.String ? [stringValue(file.raw(first)).toLowerCase()] : []
    const isArray = file.kind(first) === Kind.Array || file.kind(first) === 91
    // array($this, 'method'), [Cart::class, 'add']
    return isArray && file.kind(last - 1) === Kind.String ? [`->${stringValue(file.raw(last - 1)).toLowerCase()}`] : []
  })
}
