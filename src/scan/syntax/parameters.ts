import {Kind} from '../tokens/kinds.ts'
import {oncePerFile} from './once-per-file.ts'
import type {PhpFile} from './php-file.ts'

const known = oncePerFile(() => new Map<number, ReadonlyMap<string, number>>())

/** The parameters of a function, by name with `$`: 0 is the first. Of a scope that is no function, none. */
export function parametersOf(file: PhpFile, scope: number): ReadonlyMap<string, number> {
  const before = known(file).get(scope)
  if (before) return before
  const open = file.scopes.list[scope]?.parameters ?? -1
  const parameters = new Map<string, number>()
  // A function among the parameters has its own: looking no further keeps nested ones linear.
  for (let at = open + 1; open >= 0 && at < file.partner(open) && file.kind(at) !== Kind.Function; at++)
    if (file.kind(at) === Kind.Variable) parameters.set(file.raw(at), parameters.size)
  known(file).set(scope, parameters)
  return parameters
}
