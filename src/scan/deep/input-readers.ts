/** Functions that may read inputs for those who call them, by token facts alone. */
import type {FileFacts} from '../types.ts'

/**
 * Of the functions and static methods that a file calls, those that read an input whose name is computed, in some other
 * file, or that call such a function of the same file. What they read for the caller is said by the syntax tree.
 *
 * @param others facts of the files in which that may be
 * @returns names as in `callsOf`, sorted
 */
export function inputReaders(
  calls: FileFacts['callsOf'],
  others: readonly Pick<FileFacts, 'inputs' | 'callsOf'>[],
): string[] {
  const readers = new Set(others.flatMap((facts) => [...readersIn(facts)]))
  return [...new Set(calls.flatMap(({names}) => names))].filter((name) => readers.has(name)).sort()
}

function readersIn({inputs, callsOf}: Pick<FileFacts, 'inputs' | 'callsOf'>): Set<string> {
  const readers = new Set<string>()
  for (const {inside, dynamic, source} of inputs) {
    if (dynamic && inside !== undefined && VISITOR.has(source)) readers.add(inside.toLowerCase())
  }
  for (let known = -1; known < readers.size; ) {
    known = readers.size
    for (const {inside, names} of callsOf) {
      if (inside !== '' && names.some((name) => readers.has(name))) readers.add(inside.toLowerCase())
    }
  }
  return readers
}

const VISITOR: ReadonlySet<string> = new Set(['get', 'post', 'request', 'cookie', 'files'])
