import type {PhpFile} from '../../syntax/php-file.ts'

/** The last token of what a name starts: the bracket of its arguments, or the name itself. */
export function callEnd(file: PhpFile, at: number): number {
  return file.kind(at + 1) === 40 ? file.partner(at + 1) : at
}
