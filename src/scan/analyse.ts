import {FACTS} from './facts/index.ts'
import {PhpFile} from './syntax/php-file.ts'
import type {FileFacts} from './types.ts'

/** Facts are kept by content and by this number: it grows whenever the same bytes give other facts. */
export const ANALYSER_VERSION = 2

/** Everything that one file says by itself. Takes any bytes; never throws. */
export function analyse(contents: Buffer): FileFacts {
  const file = new PhpFile(contents.toString('latin1'))
  const found = FACTS.map((fact) => [fact.name, fact.find(file)] as const)
  // Every required field has a fact in the list; a field without a value is left out.
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as unknown as FileFacts
}
