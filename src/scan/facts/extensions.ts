import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import type {ExtensionUse} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {extensionOfClass, extensionOfConstant, extensionOfFunction} from './extension-names.ts'
import {callEnd} from './names/call-end.ts'
import {functionsCalled} from './names/functions-called.ts'
import {namesUsed} from './names/names-used.ts'
import {remembered} from './names/remembered.ts'

/** The extensions that the file needs beside what every PHP has, each with the first use, in order. */
export const extensions = defineFact({name: 'extensions', find: (file) => extensionsIn(file)})

/** All extensions of a file. */
export const extensionsIn = oncePerFile((file) => {
  const first = new Map<string, number>()
  const add = (extension: string | undefined, token: number): void => {
    if (extension !== undefined && token < (first.get(extension) ?? file.count)) first.set(extension, token)
  }
  const own = ownFunctions(file)
  for (const called of functionsCalled(file)) {
    const extension = extensionOf(called)
    if (extension !== undefined && !own.has(called.word)) add(extension, called.tokens[0] ?? 0)
  }
  const names = namesUsed(file)
  for (const [name, token] of names.classes) add(extensionOfClass(globalName(name, names)), token)
  for (const [name, token] of names.constants) add(extensionOfConstant(name.replace(/^\\/, '')), token)
  return [...first].sort((a, b) => a[1] - b[1]).map(([extension, token]) => use(file, extension, token))
})

const extensionOf = remembered(extensionOfFunction)

function use(file: PhpFile, extension: string, token: number): ExtensionUse {
  return {extension, text: file.text(token, callEnd(file, token)), line: file.line(token)}
}

/** A class in lower case; in a namespace, names without `\` mean others unless they are imported. */
function globalName(name: string, {isNamespaced, imports}: ReturnType<typeof namesUsed>): string {
  const word = name.toLowerCase()
  if (word.startsWith('\\')) return word.slice(1)
  return isNamespaced && !imports.has(word) ? '' : word
}

/** What the file itself defines is not PHP's: a replacement for a missing extension, or another function. */
function ownFunctions(file: PhpFile): ReadonlySet<string> {
  const found = new Set<string>()
  for (const scope of file.scopes.list) if (scope.kind === 'function') found.add(scope.name.toLowerCase())
  return found
}
