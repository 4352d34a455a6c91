/** The statements that run when a file is included: not those in functions and classes. */

import {Kind} from '../tokens/kinds.ts'
import type {PhpFile} from './php-file.ts'

export interface Statement {
  kind: 'statement' | 'assignment' | 'include' | 'declaration' | 'html' | 'return-array'
  first: number
  last: number
}

/** The top-level statements of a file; those in `if` and loops count, the `if` itself does not. */
export function topLevelStatements(file: PhpFile): Statement[] {
  const found: Statement[] = []
  const add = (first: number, last: number): void => {
    if (last >= first) found.push({kind: kindOf(file, first), first, last})
  }
  let first = 0
  for (let at = 0; at < file.count; at++) {
    const kind = file.kind(at)
    switch (kind) {
      case Kind.InlineHtml:
        if (/\S/.test(file.raw(at)) && !file.raw(at).startsWith('#!')) found.push({kind: 'html', first: at, last: at})
        first = at + 1
        break
      case Kind.OpenTag:
      case Kind.HaltData:
        first = at + 1
        break
      case Kind.OpenTagEcho:
        first = at
        break
      case 59: // ;
      case Kind.CloseTag:
        add(first, at - 1)
        first = at + 1
        break
      case 40: // (
      case 91: // [
        at = file.partner(at)
        if (isControl(file.kind(first)) && kind === 40) first = at + 1
        break
      case Kind.Else:
      case Kind.Do:
      case Kind.Try:
      case Kind.Finally:
        if (at === first) first = at + 1
        break
      case 123: // {
        at = block(file, at, first)
        if (file.kind(at) === 123 || !isExpression(file, first)) first = at + 1
        break
      case 125: // }
        first = at + 1
    }
  }
  add(first, file.count - 1)
  return found
}

/** Goes into a block of statements; passes over the body of a function or class. */
function block(file: PhpFile, brace: number, first: number): number {
  const isBody = !file.isTopLevel(brace + 1) || isDeclaration(file, first)
  return isBody ? file.partner(brace) : brace
}

/** `$f = function () { … }` goes on after its `}`. */
function isExpression(file: PhpFile, first: number): boolean {
  return (
    file.kind(first) === Kind.Variable ||
    file.kind(first) === Kind.Name ||
    file.kind(first) === Kind.Return ||
    file.kind(first) === Kind.Echo
  )
}

function isControl(kind: number): boolean {
  switch (kind) {
    case Kind.If:
    case Kind.ElseIf:
    case Kind.While:
    case Kind.For:
    case Kind.Foreach:
    case Kind.Switch:
    case Kind.Catch:
      return true
    default:
      return false
  }
}

function isDeclaration(file: PhpFile, first: number): boolean {
  switch (file.kind(first)) {
    case Kind.Function:
    case Kind.Class:
    case Kind.Interface:
    case Kind.Trait:
    case Kind.Enum:
    case Kind.Abstract:
    case Kind.Final:
    case Kind.Namespace:
    case Kind.Use:
    case Kind.Declare:
    case Kind.Const:
    case Kind.Global:
      return true
    default:
      return false
  }
}

function kindOf(file: PhpFile, first: number): Statement['kind'] {
  const at = file.kind(first) === 64 ? first + 1 : first
  switch (file.kind(at)) {
    case Kind.Include:
    case Kind.IncludeOnce:
    case Kind.Require:
    case Kind.RequireOnce:
      return 'include'
    case Kind.Return:
      return file.kind(at + 1) === 91 || (file.kind(at + 1) === Kind.Array && file.kind(at + 2) === 40)
        ? 'return-array'
        : 'statement'
    case Kind.Name:
      return file.word(at) === 'define' && file.kind(at + 1) === 40 ? 'declaration' : 'statement'
    case Kind.Variable:
      return assigns(file, at)
    default:
      return isDeclaration(file, at) || isJump(file.kind(at)) ? 'declaration' : 'statement'
  }
}

/** `break` and block ends say nothing about what a file does. */
function isJump(kind: number): boolean {
  return kind === Kind.Break || kind === Kind.Continue || kind === Kind.EndBlock
}

/** `$x = …`, `$config['a']['b'] = …`, and whether an include gives the value. */
function assigns(file: PhpFile, variable: number): Statement['kind'] {
  let at = variable + 1
  while (file.kind(at) === 91 && file.partner(at) > at) at = file.partner(at) + 1
  if (file.kind(at) !== 61) return 'statement'
  const value = file.kind(at + 1)
  return value >= Kind.Include && value <= Kind.IncludeOnce ? 'include' : 'assignment'
}
