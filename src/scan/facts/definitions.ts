import {callsIn} from '../syntax/callee.ts'
import {argumentsOf, expressionEnd} from '../syntax/expressions.ts'
import {nameParts} from '../syntax/name-parts.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {DefinitionUse, NamePart} from '../types.ts'
import {defineFact} from './define-fact.ts'

/** Functions, classes and constants that the file defines. Methods and class constants belong to their class. */
export const definitions = defineFact({
  name: 'definitions',
  find: (file) => [...named(file), ...constants(file)].sort((a, b) => a[0] - b[0]).map(([, definition]) => definition),
})

type Found = readonly [token: number, definition: DefinitionUse]

function named(file: PhpFile): Found[] {
  return file.scopes.list.flatMap((scope) => {
    const kind = scope.kind === 'function' ? 'function' : scope.declared
    if (!kind) return []
    const base = scope.extends === undefined ? {} : {extends: decodeText(scope.extends.replace(/^.*\\/, ''))}
    return [
      [scope.token, {kind, name: decodeText(file.raw(scope.token)), ...base, line: file.line(scope.token)}] as const,
    ]
  })
}

function constants(file: PhpFile): Found[] {
  const found: Found[] = []
  for (const {at, word, isFunction} of callsIn(file)) {
    if (isFunction && word === 'define') found.push(...defined(file, at))
  }
  for (const at of file.all(Kind.Const)) {
    if (file.isTopLevel(at) && file.kind(at - 1) !== Kind.Use) found.push(...declared(file, at))
  }
  return found
}

/** `define('NAME', value)`. */
function defined(file: PhpFile, at: number): Found[] {
  const [name, value] = argumentsOf(file, at + 1)
  if (!name || name[0] !== name[1] || file.kind(name[0]) !== Kind.String) return []
  const parts = value ? nameParts(file, value[0], value[1]) : []
  const definition = {
    kind: 'constant',
    name: stringValue(file.raw(name[0])),
    ...partOfFileName(parts),
    line: file.line(at),
  } as const
  return [[at, definition]]
}

/** `const NAME = value, OTHER = value;`. */
function declared(file: PhpFile, at: number): Found[] {
  const found: Found[] = []
  for (let name = at + 1; file.kind(name) === Kind.Name && file.kind(name + 1) === 61; ) {
    const end = expressionEnd(file, name + 2)
    const value = partOfFileName(nameParts(file, name + 2, end))
    found.push([name, {kind: 'constant', name: decodeText(file.raw(name)), ...value, line: file.line(name)}])
    name = end + 2
  }
  return found
}

/** Longer text is not a directory. */
const LONGEST = 100

function partOfFileName(parts: NamePart[]): {value?: NamePart[]} {
  const last = parts.at(-1)
  // `define('HEADER', THEME . "header_$style.php")` names a file, or some; else what is not known may be anything.
  const namesFile = last && 'text' in last && /\.(php\d?|inc|phtml)$/i.test(last.text)
  const isKnown = parts.every(
    (part) =>
      (namesFile || !('unknown' in part || 'variable' in part)) && !('text' in part && part.text.length > LONGEST),
  )
  return isKnown && parts.length > 0 && parts.length < 10 ? {value: parts} : {}
}
