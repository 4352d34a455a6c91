/** Values of variables in names: `$root = dirname(__FILE__); include "$root/a.php";`. */
import {Kind} from '../tokens/kinds.ts'
import type {NamePart} from '../types.ts'
import {elementsOf} from './array-elements.ts'
import {type Assignment, assignmentsIn, lastOfValue} from './assignments.ts'
import {isAlwaysBefore} from './control-flow.ts'
import {either, UNKNOWN} from './name-alternatives.ts'
import {joined, nameParts} from './name-parts.ts'
import {oncePerFile} from './once-per-file.ts'
import {parametersOf} from './parameters.ts'
import type {PhpFile} from './php-file.ts'
import type {Scope} from './scope.ts'

/** Variables that are made of other variables, at most. */
const DEEPEST = 6
/** Assignments to one variable that are looked at. */
const MOST_ASSIGNMENTS = 12
/** Elements of an array that are kept apart. */
const MOST_ELEMENTS = 300

/**
 * Replaces variables by what was assigned to them before `token` in the same function, by the parameter they are, or
 * after `global $root` by the name that other files know them by. At the top level, other files may give the others.
 */
export function withVariables(file: PhpFile, parts: readonly NamePart[], token: number, depth = 0): NamePart[] {
  const [first] = parts
  if (first && parts.length === 1 && !mayHaveVariables(first)) return [first]
  const result = parts.flatMap((part): NamePart[] => {
    if ('variable' in part) return valueOfVariable(file, part.variable, token, depth)
    if ('either' in part) return either(part.either.map((each) => withVariables(file, each, token, depth)))
    if (!('unknown' in part) || !part.call) return [part]
    const given = part.call.arguments.map((each) => withVariables(file, each, token, depth))
    return [{...part, call: {...part.call, arguments: given}}]
  })
  if (!isSmall(result)) return UNKNOWN
  const name = joined(result)
  return name.length <= MOST_PIECES && name.every(isShort) ? name : UNKNOWN
}

/** Pieces in a row, at most: a text that is added to again and again is no file name. */
const MOST_PIECES = 50
/** No file name is longer (`PATH_MAX` of Linux). */
const LONGEST_NAME = 4096

function isShort(part: NamePart): boolean {
  return !('text' in part) || part.text.length <= LONGEST_NAME
}

function mayHaveVariables(part: NamePart): boolean {
  return 'variable' in part || 'either' in part || ('unknown' in part && part.call !== undefined)
}

/** Pieces of a file name, with all alternatives, at most: a name of more is not resolved. */
const MOST_PARTS = 700

function isSmall(parts: readonly NamePart[]): boolean {
  return sizeOf(parts) <= MOST_PARTS
}

function sizeOf(parts: readonly NamePart[]): number {
  let size = parts.length
  for (const part of parts) {
    const inner = 'either' in part ? part.either : 'unknown' in part ? part.call?.arguments : undefined
    for (const each of inner ?? []) size += sizeOf(each)
  }
  return size
}

function valueOfVariable(file: PhpFile, variable: string, token: number, depth: number): NamePart[] {
  if (depth > DEEPEST) return [{variable}]
  const bracket = variable.indexOf('[')
  const name = bracket < 0 ? variable : variable.slice(0, bracket)
  const element = bracket < 0 ? undefined : variable.slice(bracket + 1, -1)
  const scope = file.scopes.of[token] ?? 0
  const names = assignmentsIn(file).get(scope)
  const all = names?.get(name) ?? []
  const found: NamePart[][] = []
  const add = (assignment: Assignment): void => {
    const value = valueOfAssignment(file, assignment, variable, element, depth)
    if (value) found.push(value)
  }
  let start = -1
  for (let index = lastBefore(all, token), looked = 1; index >= 0 && start < 0; index--, looked++) {
    const assignment = all[index] as Assignment
    if (looked > MOST_ASSIGNMENTS) return UNKNOWN
    add(assignment)
    if (isAlwaysBefore(file, assignment.at, token)) start = assignment.at
  }
  if (element !== undefined) {
    const elements = names?.get(`${name}[]`) ?? []
    for (let index = lastBefore(elements, token); index >= 0; index--) {
      const assignment = elements[index] as Assignment
      if (assignment.at < start || found.length > MOST_ELEMENTS) break
      add(assignment)
    }
  }
  const before = start < 0 ? valueBefore(file, variable, name, scope, depth) : undefined
  if (before) found.push(before)
  return found.length ? either(found) : [{variable, isLocal: true}]
}

/** The last of the assignments, which are in order, that is written before a token. */
function lastBefore(all: readonly Assignment[], token: number): number {
  let after = all.length
  for (let low = 0; low < after; ) {
    const middle = (low + after) >> 1
    if ((all[middle]?.at ?? 0) < token) low = middle + 1
    else after = middle
  }
  return after - 1
}

/** By assignment and variable: every use of a variable asks for them again. */
const known = oncePerFile(() => new Map<string, NamePart[] | undefined>())

/** What an assignment gives to a variable, or to the element of it that is asked for. */
function valueOfAssignment(
  file: PhpFile,
  assignment: Assignment,
  variable: string,
  element: string | undefined,
  depth: number,
): NamePart[] | undefined {
  const name = `${assignment.at} ${variable}`
  const values = known(file)
  if (!values.has(name)) values.set(name, evaluated(file, assignment, variable, element, depth))
  return values.get(name)
}

function evaluated(
  file: PhpFile,
  assignment: Assignment,
  variable: string,
  element: string | undefined,
  depth: number,
): NamePart[] | undefined {
  const {kind, at, first, key} = assignment
  const last = lastOfValue(file, assignment)
  const valueHere = (parts: readonly NamePart[]): NamePart[] => withVariables(file, parts, at, depth + 1)
  // Of arrays in arrays only others know something.
  const isDeep = element?.includes('[') && kind !== 'global'
  if (isDeep) return kind === 'value' && elementsOf(file, first, last).length === 0 ? undefined : UNKNOWN
  switch (kind) {
    case 'value': {
      if (element === undefined) return valueHere(nameParts(file, first, last))
      const elements = elementsOf(file, first, last)
      const named = elements.filter((one) => element !== '' && one.key === element)
      const values = (named.length ? named : elements).map(({value}) => valueHere(value))
      return values.length ? either(values) : undefined
    }
    case 'element':
      return element === '' || key === undefined || key === element
        ? valueHere(nameParts(file, first, last))
        : undefined
    case 'default':
      return element === undefined
        ? either([valueHere([{variable}]), valueHere(nameParts(file, first, last))])
        : UNKNOWN
    case 'append':
      return element === undefined ? valueHere([{variable}, ...nameParts(file, first, last)]) : UNKNOWN
    case 'each':
      return element === undefined ? either(elementsOf(file, first, last).map(({value}) => valueHere(value))) : UNKNOWN
    case 'global':
      return [{constant: `$${variable}`}]
    case 'unknown':
      return UNKNOWN
    default:
      return kind satisfies never
  }
}

/** What a variable is before anything is assigned to it. */
function valueBefore(
  file: PhpFile,
  variable: string,
  name: string,
  index: number,
  depth: number,
): NamePart[] | undefined {
  const scope = file.scopes.list[index]
  if (!scope || scope.kind === 'file') return [{variable}]
  const parameter = parametersOf(file, index).get(`$${name}`)
  if (scope.kind === 'closure') {
    const isTaken = parameter === undefined && isUsed(file, scope, `$${name}`)
    return isTaken ? valueOfVariable(file, variable, scope.token, depth + 1) : UNKNOWN
  }
  if (parameter === undefined) return undefined
  return name === variable ? [{parameter}] : UNKNOWN
}

/** Whether a closure takes a variable from around it: `function () use ($root) { … }`. */
function isUsed(file: PhpFile, {parameters, start}: Scope, name: string): boolean {
  for (let at = file.partner(parameters) + 1; at < start; at++) {
    if (file.kind(at) === Kind.Variable && file.raw(at) === name) return true
  }
  return false
}
