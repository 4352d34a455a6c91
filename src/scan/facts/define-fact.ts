import type {PhpFile} from '../syntax/php-file.ts'
import type {FileFacts} from '../types.ts'

/** One kind of fact: the field of {@link FileFacts} it fills, and how it is found in a file. */
export interface Fact<Name extends keyof FileFacts> {
  name: Name
  /** A pure function of the file and its bytes; never throws, and takes time in proportion to the file. */
  find: (file: PhpFile, contents: Buffer) => FileFacts[Name]
}

/**
 * Defines a fact; its name in the list in `index.ts` is all that the scan needs besides.
 *
 *     export const lines = defineFact({name: 'lines', find: (file) => file.lineStarts.length})
 */
export function defineFact<const Name extends keyof FileFacts>(fact: Fact<Name>): Fact<Name> {
  return fact
}
