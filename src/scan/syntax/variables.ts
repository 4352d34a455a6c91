/** Variables that have one value in their file: `$root = dirname(__FILE__); include "$root/a.php";`. */

import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import type {NamePart} from '../types.ts'
import {expressionEnd} from './expressions.ts'
import {joined, nameParts} from './name-parts.ts'
import {oncePerFile} from './once-per-file.ts'
import type {PhpFile} from './php-file.ts'
import type {Scope} from './scopes.ts'

/** Variables that are made of other variables, at most. */
const DEEPEST = 4
/** Pieces of a file name, at most: a name of more is not resolved. */
const MOST_PARTS = 40

/** Replaces variables by what the only assignment to them in the same function says, or by the parameter they are. */
export function withVariables(file: PhpFile, parts: readonly NamePart[], token: number): NamePart[] {
  let result = [...parts]
  if (!result.some((part) => 'variable' in part)) return result
  const values = assignments(file).get(file.scopes.of[token] ?? 0)
  const valueIn = (name: string): NamePart[] => values?.get(name) ?? parameter(file.scope(token), name)
  for (let round = 0; round < DEEPEST; round++) {
    const next = result.flatMap((part) => ('variable' in part ? valueIn(part.variable) : [part]))
    if (next.length > MOST_PARTS) break
    result = next
  }
  return joined(result)
}

/** A variable that nothing is assigned to: a parameter of its function, or unknown. */
function parameter(scope: Scope | undefined, name: string): NamePart[] {
  const isCalledByName = scope?.kind === 'function' || scope?.kind === 'method'
  const index = isCalledByName ? scope.parameters.indexOf(`$${name}`) : -1
  return [index < 0 ? {variable: name} : {parameter: index}]
}

type Values = Map<string, NamePart[]>

/** By scope, the variables that are assigned to: their value when they have one; of others, whether the request gives it. */
const assignments = oncePerFile((file) => {
  const scopes = new Map<number, Map<string, NamePart[][]>>()
  for (const at of file.all(Kind.Variable)) {
    const assigned = assignedVariable(file, at)
    if (!assigned) continue
    const scope = file.scopes.of[at] ?? 0
    const values = scopes.get(scope) ?? new Map<string, NamePart[][]>()
    scopes.set(scope, values)
    const all = values.get(assigned.name)
    if (all) all.push(assigned.value)
    else values.set(assigned.name, [assigned.value])
  }
  return new Map([...scopes].map(([scope, values]) => [scope, oneValueEach(values, parametersOf(file, scope))]))
})

function parametersOf(file: PhpFile, scope: number): readonly string[] {
  return file.scopes.list[scope]?.parameters ?? []
}

function oneValueEach(values: ReadonlyMap<string, NamePart[][]>, parameters: readonly string[]): Values {
  const result: Values = new Map()
  for (const [name, all] of values) {
    const [value] = all
    const usesItself = value?.some((part) => 'variable' in part && part.variable === name)
    const input = all.flat().find((part) => 'unknown' in part && part.input !== undefined)
    const isKnown = value && all.length === 1 && !usesItself && !parameters.includes(`$${name}`)
    result.set(name, input ? [input] : isKnown ? value : [{variable: name}])
  }
  return result
}

const UNKNOWN: NamePart[] = [{unknown: true}]

/** Whether the variable at `at` is assigned to, and its value as far as it is known. */
function assignedVariable(file: PhpFile, at: number): {name: string; value: NamePart[]} | undefined {
  const before = file.kind(at - 1)
  const after = file.kind(at + 1)
  const isTarget = before === Kind.As || before === Kind.Global || (before === Kind.DoubleArrow && after === 41)
  const isAssigned = after === 61 && before !== Kind.DoubleColon && before !== Kind.Static
  if (!isTarget && !isAssigned && after !== Kind.CompoundAssign) return undefined
  const name = decodeText(file.raw(at).slice(1))
  const isSimple = isAssigned && before !== 40 && before !== 44 && file.kind(at + 3) !== 61
  return {name, value: isSimple ? nameParts(file, at + 2, expressionEnd(file, at + 2)) : UNKNOWN}
}
