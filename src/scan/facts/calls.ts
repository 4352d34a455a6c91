import {argumentsOf, isCall} from '../expressions.ts'
import type {PhpFile} from '../php-file.ts'
import {stringValue} from '../string-literal.ts'
import {decodeText} from '../text.ts'
import {isWord, Kind} from '../token-kinds.ts'
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

/** Without its namespace: `\App\log` may be defined as `log` in any of them. */
function functionName(file: PhpFile, at: number): string {
  const word = file.word(at)
  return decodeText(word.slice(word.lastIndexOf('\\') + 1))
}

/** Functions that call what they are given by name. */
const TAKES_CALLBACK =
  /^(call_user_func|call_user_func_array|forward_static_call|array_map|array_filter|array_walk|array_walk_recursive|array_reduce|usort|uasort|uksort|preg_replace_callback|register_shutdown_function|set_error_handler|set_exception_handler|spl_autoload_register|ob_start|iterator_apply|session_set_save_handler|register_tick_function)$/

function calledAt(file: PhpFile, at: number): string[] {
  const kind = file.kind(at)
  if (kind === Kind.New) return constructed(file, at)
  if (!isWord(kind) || file.kind(at + 1) !== 40) return []
  if (file.kind(at - 1) === Kind.Arrow) return [`->${functionName(file, at)}`]
  if (file.kind(at - 1) === Kind.DoubleColon) return [staticMethod(file, at)]
  if (!isCall(file, at)) return []
  const name = functionName(file, at)
  return TAKES_CALLBACK.test(name) ? [name, ...callbacks(file, at)] : [name]
}

function constructed(file: PhpFile, at: number): string[] {
  if (file.kind(at + 1) === Kind.Name) return [`new ${functionName(file, at + 1)}`]
  const own = file.kind(at + 1) === Kind.Static ? className(file, at) : undefined
  return own ? [`new ${own}`] : []
}

function staticMethod(file: PhpFile, at: number): string {
  const method = functionName(file, at)
  const named = file.kind(at - 2) === Kind.Name ? functionName(file, at - 2) : 'static'
  if (named === 'parent') return `->${method}`
  const owner = named === 'self' || named === 'static' ? className(file, at) : named
  return owner ? `${owner}::${method}` : `->${method}`
}

/** The class that a token stands in, in lower case. */
function className(file: PhpFile, at: number): string | undefined {
  const name = file.inside(at).inside
  return name?.includes('::') ? name.slice(0, name.indexOf('::')).toLowerCase() : undefined
}

function callbacks(file: PhpFile, at: number): string[] {
  return argumentsOf(file, at + 1).flatMap(([first, last]) => {
    if (first === last) return file.kind(first) === Kind.String ? [stringValue(file.raw(first)).toLowerCase()] : []
    const isArray = file.kind(first) === Kind.Array || file.kind(first) === 91
    // array($this, 'method'), [Cart::class, 'add']
    return isArray && file.kind(last - 1) === Kind.String ? [`->${stringValue(file.raw(last - 1)).toLowerCase()}`] : []
  })
}
