import {type Call, callsIn, className} from '../syntax/callee.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import {nameParts} from '../syntax/name-parts.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {withVariables} from '../syntax/variables.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import type {FileCall, NamePart} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {remembered} from './names/remembered.ts'

/**
 * Calls that may include a file, as `require_api('user_api.php')` does. Only another file says whether the function
 * includes what it is given, so these are calls with the name of a PHP file, or of a function that is named so.
 */
export const fileCalls = defineFact({
  name: 'fileCalls',
  find(file) {
    const found: FileCall[] = []
    const fileNames = textsNamingFiles(file)
    const isFileName = new Set(fileNames)
    const includingOwners = new Map<string, boolean>()
    const isOwnerIncluding = (owner: string): boolean => {
      const known = includingOwners.get(owner) ?? INCLUDES.test(`${owner}::`)
      includingOwners.set(owner, known)
      return known
    }
    let next = 0
    for (const call of callsIn(file)) {
      const {at} = call
      while ((fileNames[next] ?? file.count) < at) next++
      const isGivenFile = (fileNames[next] ?? file.count) < file.partner(at + 1)
      const owner = ownerOf(file, call)
      const isIncluding = isIncludingName(call) === true || (owner !== '' && isOwnerIncluding(owner))
      if (!(isGivenFile || isIncluding)) continue
      const given = argumentsOf(file, at + 1)
      if (!given.length || given.length > MOST_ARGUMENTS) continue
      const isNamed = given.some(([, last]) => isFileName.has(last))
      const name = owner !== '' && call.name.startsWith('->') ? `${owner}::${call.name.slice(2)}` : call.name
      if (!isNamed && !(isIncluding && (!name.startsWith('->') || isGivenWord(file, given[0])))) continue
      found.push({
        name,
        text: file.text(file.kind(at - 1) === Kind.DoubleColon ? at - 2 : at, file.partner(at + 1)),
        arguments: given.map(([first, last]) => argument(file, first, last)),
        line: file.line(at),
        ...file.inside(at),
      })
    }
    return found.length ? found : undefined
  },
})

/**
 * Whether an argument is one word: a method of an object of which the class is not known may include it, and what else
 * it may be given, other methods of the name are given as well.
 */
function isGivenWord(file: PhpFile, argument: readonly [number, number] | undefined): boolean {
  if (!argument || argument[0] !== argument[1] || file.kind(argument[0]) !== Kind.String) return false
  return /^.[\w./-]+.$/.test(file.raw(argument[0]))
}

/** More is no function that includes. */
const MOST_ARGUMENTS = 5

/** What functions that include are called, with and without a class. */
const INCLUDES =
  /(^|[_:>])(require|include|load|import|need|(inc|uses?|library|helper|module|plugin|page|view|template|tpl|layout|partial|block)$)/

const isIncludingName = remembered((word) => INCLUDES.test(word.slice(word.lastIndexOf('\\') + 1)) || undefined)

/** Pieces of an argument, at most: more is no file name. */
const MOST_PARTS = 40

function argument(file: PhpFile, first: number, last: number): NamePart[] {
  const parts = nameParts(file, first, last)
  return parts.length > MOST_PARTS ? [{unknown: true}] : withVariables(file, parts, first)
}

const FILE_ENDING = /\.(php\d?|inc|phtml|tpl)$/i
/** Characters that such an ending has at most. */
const LONGEST_ENDING = 6

/** The last tokens of strings and templates that end as the name of a file does, in order. */
function textsNamingFiles(file: PhpFile): number[] {
  const found: number[] = []
  const all = file.all(Kind.String)
  for (let index = 0; index < all.length; index++) {
    const token = all[index] as number
    if (endsAsFile(file, token, (file.ends[token] as number) - 1)) found.push(token)
  }
  const strings = found.length
  for (const token of file.all(Kind.TemplateEnd)) {
    if (endsAsFile(file, token - 1, file.ends[token - 1] ?? 0)) found.push(token)
  }
  return found.length > strings ? found.sort((a, b) => a - b) : found
}

function endsAsFile(file: PhpFile, token: number, end: number): boolean {
  if (!isLastOfEnding(file.source.charCodeAt(end - 1))) return false
  return FILE_ENDING.test(file.source.slice(Math.max(file.starts[token] ?? 0, end - LONGEST_ENDING), end))
}

/** The last letter of such an ending. */
function isLastOfEnding(code: number): boolean {
  const letter = code | 32
  return letter === 112 || letter === 99 || letter === 108 || (code >= 48 && code <= 57) // p c l 0-9
}

/** The class of a static method, or of a method of the same class; empty of functions and of other objects. */
function ownerOf(file: PhpFile, {at, name, isFunction}: Call): string {
  if (isFunction) return ''
  if (!name.startsWith('->')) return name.slice(0, name.indexOf('::'))
  if (file.kind(at - 1) === Kind.DoubleColon) return (file.word(at - 2) === 'parent' && parentClass(file, at)) || ''
  const isOwn = file.kind(at - 2) === Kind.Variable && file.raw(at - 2) === '$this'
  return (isOwn && className(file, at)) || ''
}

/** The class that the class around a token extends, in lower case and without its namespace. */
function parentClass(file: PhpFile, at: number): string | undefined {
  let scope = file.scope(at)
  while (scope && scope.kind !== 'class' && scope.parent >= 0) scope = file.scopes.list[scope.parent]
  return scope?.extends === undefined ? undefined : decodeText(scope.extends.replace(/^.*\\/s, '').toLowerCase())
}
