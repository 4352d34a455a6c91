import {callee, className} from '../syntax/callee.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import {nameParts} from '../syntax/name-parts.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {withVariables} from '../syntax/variables.ts'
import {Kind} from '../tokens/kinds.ts'
import type {FileCall, NamePart} from '../types.ts'
import {defineFact} from './define-fact.ts'

/**
 * Calls that may include a file, as `require_api('user_api.php')` does. Only another file says whether the function
 * includes what it is given, so these are calls with the name of a PHP file, or of a function that is named so.
 */
export const fileCalls = defineFact({
  name: 'fileCalls',
  find(file) {
    const found: FileCall[] = []
    for (let at = 0; at < file.count; at++) {
      const name = calledByName(file, at)
      if (name === undefined) continue
      const given = argumentsOf(file, at + 1)
      if (!given.length || given.length > MOST_ARGUMENTS) continue
      if (!INCLUDES.test(name) && !given.some(([, last]) => endsAsFile(file, last))) continue
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

/** More is no function that includes. */
const MOST_ARGUMENTS = 5

/** What functions that include are called, with and without a class. */
const INCLUDES =
  /(^|[_:])(require|include|load|import|need|(inc|uses?|library|helper|module|plugin|page|view|template|tpl|layout|partial|block)$)/

/** Pieces of an argument, at most: more is no file name. */
const MOST_PARTS = 40

function argument(file: PhpFile, first: number, last: number): NamePart[] {
  const parts = nameParts(file, first, last)
  return parts.length > MOST_PARTS ? [{unknown: true}] : withVariables(file, parts, first)
}

function endsAsFile(file: PhpFile, last: number): boolean {
  const isText = file.kind(last) === Kind.String || file.kind(last) === Kind.TemplateEnd
  const text = file.kind(last) === Kind.String ? file.raw(last) : file.raw(last - 1)
  return isText && /\.(php\d?|inc|phtml|tpl)["']?$/i.test(text)
}

/** The function, static method or method of the same class that is called at `at`. */
function calledByName(file: PhpFile, at: number): string | undefined {
  const name = callee(file, at)
  if (!name?.startsWith('->')) return name
  const isOwn = file.kind(at - 2) === Kind.Variable && file.raw(at - 2) === '$this'
  const owner = isOwn ? className(file, at) : undefined
  return owner && `${owner}::${name.slice(2)}`
}
