/** The elements of an array that code writes down: names of files, mostly. */
import {Kind} from '../tokens/kinds.ts'
import type {NamePart} from '../types.ts'
import {argumentsOf} from './expressions.ts'
import {UNKNOWN} from './name-alternatives.ts'
import {nameParts} from './name-parts.ts'
import {isKey, keyAt} from './name-references.ts'
import type {PhpFile} from './php-file.ts'

/** An element, with its key where that is written. */
export interface Element {
  key?: string
  value: NamePart[]
}

/** Longer arrays are data. */
const MOST = 300

/** What the array from token `first` to `last` has in it; of an array that is not written there, what is known. */
export function elementsOf(file: PhpFile, first: number, last: number): Element[] {
  const open = file.kind(first) === Kind.Array ? first + 1 : first
  const isArray = (file.kind(open) === 91 || (open > first && file.kind(open) === 40)) && file.partner(open) === last
  if (isArray) return written(file, open)
  if (file.kind(first) === Kind.Name && file.kind(first + 1) === 40 && file.partner(first + 1) === last) {
    return given(file, first)
  }
  const parts = nameParts(file, first, last)
  return [{value: parts.flatMap(elementOfPart)}]
}

/** `array_merge(['a.php'], $more)`. */
function given(file: PhpFile, name: number): Element[] {
  const all = argumentsOf(file, name + 1)
  const [start] = all
  switch (file.word(name)) {
    case 'array_merge':
      return all.flatMap(([first, last]) => elementsOf(file, first, last))
    case 'array_unique':
    case 'array_values':
    case 'array_reverse':
    case 'array_filter':
      return start ? elementsOf(file, start[0], start[1]) : []
    case 'glob':
      return [{value: nameParts(file, name, file.partner(name + 1))}]
    default:
      return [{value: UNKNOWN}]
  }
}

function written(file: PhpFile, open: number): Element[] {
  const all = argumentsOf(file, open)
  if (all.length > MOST) return [{value: UNKNOWN}]
  return all.map(([first, last]) => {
    let at = first
    while (at <= last && file.kind(at) !== Kind.DoubleArrow) at = Math.max(at, file.partner(at)) + 1
    if (at > last) return {value: nameParts(file, first, last)}
    const key = at === first + 1 && isKey(file.kind(first)) ? {key: keyAt(file, first)} : {}
    return {...key, value: nameParts(file, at + 1, last)}
  })
}

/** What is in something that has a name. */
function elementOfPart(part: NamePart): NamePart[] {
  if ('variable' in part && !part.variable.endsWith(']')) return [{variable: `${part.variable}[]`}]
  if ('constant' in part && !part.constant.endsWith(']')) return [{constant: `${part.constant}[]`}]
  return UNKNOWN
}
