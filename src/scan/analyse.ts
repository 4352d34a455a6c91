import {FACTS} from './facts/index.ts'
import {PhpFile} from './syntax/php-file.ts'
import type {FileFacts} from './types.ts'

/** Everything that one file says by itself. Takes any bytes; never throws. */
export function analyse(contents: Buffer): FileFacts {
  const file = new PhpFile(contents.toString('latin1'))
  const facts: Record<string, unknown> = {}
  for (const {name, find} of FACTS) {
    const value = find(file, contents)
    if (value !== undefined) facts[name] = value
  }
  // Every required field has a fact in the list; a field without a value is left out.
  return facts as unknown as FileFacts
}
