import {assignmentsIn} from '../syntax/assignments.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {defineFact} from './define-fact.ts'
import {callsOfFunction} from './names/functions-called.ts'
import {topLevelOf} from './top-level.ts'

/** `<html>` to `</html>`, printed at the top level, of variables that the file itself sets; or `phpinfo()`. */
export const document = defineFact({
  name: 'document',
  find(file) {
    for (const at of callsOfFunction(file, 'phpinfo')) if (file.isTopLevel(at)) return file.line(at)
    if (!/<\/html/i.test(file.source)) return undefined
    let begin: number | undefined
    for (const at of printedTexts(file)) {
      const text = file.raw(at)
      if (begin === undefined && /<(?:!doctype\s+html|html)[\s>]/i.test(text)) begin = at
      if (begin !== undefined && /<\/html/i.test(text)) return setsItsVariables(file) ? file.line(begin) : undefined
    }
    return undefined
  },
})

/** HTML, and the strings of `echo` and `print`. */
function* printedTexts(file: PhpFile): Iterable<number> {
  for (const {kind, first, last} of topLevelOf(file)) {
    if (kind === 'html') yield first
    if (!isPrinting(file.kind(first))) continue
    for (let at = first; at <= last; at++)
      if (file.kind(at) === Kind.String || file.kind(at) === Kind.TemplateText) yield at
  }
}

function isPrinting(kind: number): boolean {
  return kind === Kind.Echo || kind === Kind.Print || kind === Kind.OpenTagEcho
}

/** A part of a page has variables that the page sets. */
function setsItsVariables(file: PhpFile): boolean {
  const own = assignmentsIn(file).get(0)
  for (const at of file.all(Kind.Variable)) {
    const name = decodeText(file.raw(at).slice(1))
    if (file.isTopLevel(at) && !/^(_[A-Z]+|GLOBALS)$/.test(name) && !own?.has(name) && !own?.has(`${name}[]`))
      return false
  }
  return true
}
