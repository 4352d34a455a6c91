/** Where variables get their values, function by function. */
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {expressionEnd} from './expressions.ts'
import {isKey, keyAt} from './name-references.ts'
import {oncePerFile} from './once-per-file.ts'
import type {PhpFile} from './php-file.ts'

/**
 * `value`: `$x = …` · `default`: `$x ??= …` · `append`: `$x .= …` · `element`: `$x['key'] = …` · `each`: `foreach (… as $x)` ·
 * `global`: `global $x` · `unknown`: something else.
 */
export interface Assignment {
  kind: 'value' | 'default' | 'append' | 'element' | 'each' | 'global' | 'unknown'
  /** The token of the variable. */
  at: number
  /** The first token of the value; of `each`, of the array. */
  first: number
  /** Of an element, when it is written. */
  key?: string
}

/** By scope and name, without `$`, in order; those of elements are apart: `files[]`. */
export const assignmentsIn = oncePerFile((file): Map<number, Map<string, Assignment[]>> => {
  const scopes = new Map<number, Map<string, Assignment[]>>()
  const add = (assignment: Assignment): void => {
    const scope = file.scopes.of[assignment.at] ?? 0
    const variable = decodeText(file.raw(assignment.at).slice(1))
    const name = assignment.kind === 'element' ? `${variable}[]` : variable
    const names = scopes.get(scope) ?? new Map<string, Assignment[]>()
    scopes.set(scope, names)
    const known = names.get(name)
    if (known) known.push(assignment)
    else names.set(name, [assignment])
  }
  const {list} = file.scopes
  let next = 1
  const variables = file.all(Kind.Variable)
  for (let index = 0; index < variables.length; index++) {
    const at = variables[index] as number
    while ((list[next]?.start ?? file.count) <= at) next++
    // Parameters have defaults, which are no assignments.
    const open = list[next]?.parameters ?? -1
    if (open >= 0 && open < at && (list[next]?.token ?? file.count) <= at) continue
    const assignment = assignmentAt(file, at)
    if (assignment) add(assignment)
  }
  return scopes
})

const COMPOUND: ReadonlyMap<string, 'append' | 'default'> = new Map([
  ['.=', 'append'],
  ['??=', 'default'],
])

const EQUALS = 61
const REFERENCE = 38

function assignmentAt(file: PhpFile, at: number): Assignment | undefined {
  const before = file.kind(at - 1)
  switch (file.kind(at + 1)) {
    case EQUALS: {
      if (before === Kind.DoubleColon || before === Kind.Arrow || file.scope(at)?.kind === 'class') return undefined
      const first = file.kind(at + 2) === REFERENCE ? at + 3 : at + 2
      return {kind: 'value', at, first}
    }
    case Kind.CompoundAssign: {
      const kind = COMPOUND.get(file.raw(at + 1)) ?? 'unknown'
      return {kind, at, first: at + 2}
    }
    case 91: {
      const close = file.partner(at + 1)
      if (file.kind(close + 1) !== EQUALS || before === Kind.DoubleColon) return undefined
      const key = close === at + 3 && isKey(file.kind(at + 2)) ? {key: keyAt(file, at + 2)} : {}
      return {kind: 'element', at, first: close + 2, ...key}
    }
    case 41: // )
      return eachAt(file, at)
    case Kind.DoubleArrow:
      return before === Kind.As ? {kind: 'unknown', at, first: at} : undefined
    default:
      return isGlobal(file, at) ? {kind: 'global', at, first: at} : undefined
  }
}

/** `foreach (… as $x)`, `foreach (… as $key => &$x)`. */
function eachAt(file: PhpFile, at: number): Assignment | undefined {
  const open = file.partner(at + 1)
  if (file.kind(open - 1) !== Kind.Foreach) return undefined
  return asBefore(file, at) > open ? {kind: 'each', at, first: open + 1} : undefined
}

/** The `as` before a variable of `foreach`; -1 when it is too far away. */
function asBefore(file: PhpFile, at: number): number {
  for (let as = at - 1; as > at - 6; as--) if (file.kind(as) === Kind.As) return as
  return -1
}

/** The last token of the value; of `each`, of the array. */
export function lastOfValue(file: PhpFile, {kind, at, first}: Assignment): number {
  return kind === 'each' ? asBefore(file, at) - 1 : expressionEnd(file, first)
}

/** Names in one `global`, at most. */
const MOST_GLOBALS = 200

/** `global $a, $x;` */
function isGlobal(file: PhpFile, at: number): boolean {
  let first = at
  const end = at - 2 * MOST_GLOBALS
  while (first > end && file.kind(first - 1) === 44 && file.kind(first - 2) === Kind.Variable) first -= 2
  return file.kind(first - 1) === Kind.Global
}
