import {callsIn, className, functionName} from '../syntax/callee.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import {TAKES_CALLBACK} from './callback-takers.ts'
import {defineFact} from './define-fact.ts'
import {attributesIn, functionsCalled} from './names/functions-called.ts'
import {remembered} from './names/remembered.ts'

/** Names of the functions that the file calls. */
export const calls = defineFact({
  name: 'calls',
  find(file) {
    const names = new Set<string>()
    for (const {word} of functionsCalled(file)) names.add(decodeText(word.slice(word.lastIndexOf('\\') + 1)))
    return [...names].sort()
  },
})

/** Who in the file calls what: functions, methods, constructors and callbacks. */
export const callsOf = defineFact({
  name: 'callsOf',
  find(file) {
    const found = new Map<string, Set<string>>()
    // Calls stand together: most are in the scope of the one before.
    let scope = -1
    let names = new Set<string>()
    const add = (at: number, name: string | undefined): void => {
      if (name === undefined) return
      if (file.scopes.of[at] !== scope) {
        scope = file.scopes.of[at] ?? 0
        const inside = file.inside(at).inside ?? ''
        names = found.get(inside) ?? new Set()
        if (names.size === 0) found.set(inside, names)
      }
      names.add(name)
    }
    // Calls and `new` as they are written: who comes first is the first in the list.
    const made = file.all(Kind.New)
    let next = 0
    const attributes = attributesIn(file)
    for (const {at, name} of callsIn(file)) {
      if (attributes?.has(at)) continue
      const before = file.kinds[at - 1]
      if (before === Kind.Arrow && isMadeOf(file, at)) continue
      for (let token = made[next] ?? at; token < at; token = made[++next] ?? at) add(token, constructed(file, token))
      add(at, name)
    }
    for (const token of made.subarray(next)) add(token, constructed(file, token))
    for (const called of functionsCalled(file)) {
      if (!takesCallback(called)) continue
      for (const at of called.tokens) for (const callback of callbacks(file, at)) add(at, callback)
    }
    return Array.from(found, ([inside, called]) => ({inside, names: [...called].sort()}))
  },
})

const takesCallback = remembered((word) => TAKES_CALLBACK.has(word))

function constructed(file: PhpFile, at: number): string | undefined {
  const isName = file.kind(at + 1) === Kind.Name
  const name = isName ? functionName(file, at + 1) : ''
  const isOwn = name === 'self' || file.kind(at + 1) === Kind.Static
  const constructed = isOwn ? className(file, at) : name
  return constructed ? `new ${constructed}` : undefined
}

/** `new $this->class($x)` is no call of a method. */
function isMadeOf(file: PhpFile, at: number): boolean {
  return file.kind(at - 2) === Kind.Variable && file.kind(at - 3) === Kind.New
}

function callbacks(file: PhpFile, at: number): string[] {
  const found: string[] = []
  for (const [first, last] of argumentsOf(file, at + 1)) {
    if (first === last) {
      if (file.kind(first) === Kind.String) found.push(stringValue(file.raw(first)).toLowerCase())
      continue
    }
    // array($this, 'method'), [Cart::class, 'add']
    const open = file.kind(first) === Kind.Array ? first + 1 : first
    const isPair = (file.kind(open) === 40 || file.kind(open) === 91) && file.partner(open) === last
    const [, method, another] = isPair ? argumentsOf(file, open) : []
    const isNamed = method && !another && method[0] === method[1] && file.kind(method[0]) === Kind.String
    if (isNamed) found.push(`->${stringValue(file.raw(method[0])).toLowerCase()}`)
  }
  return found
}
