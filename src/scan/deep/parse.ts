/** The one place that speaks to php-parser. */
import {createRequire} from 'node:module'
import phpParser from 'php-parser'
import type {Node} from './tree.ts'

/** A syntax tree, and the version of PHP that it was read as. */
export interface ParsedFile {
  program: Node
  php: '8.5' | '5.6'
}

/** php-parser's own version number. */
export const PARSER_VERSION = (createRequire(import.meta.url)('php-parser/package.json') as {version: string}).version

/**
 * Reads a file's syntax tree: as PHP 8.5, and what that rejects as PHP 5.6, which takes `$a =& new Cart` and the like.
 * Errors are never suppressed: php-parser's tree of a file with errors has holes, and making it may throw all the same.
 *
 * @param source the file as Latin-1, so that offsets are those of its bytes
 * @throws SyntaxError with `lineNumber`, that of PHP 8.5; RangeError when the code is nested too deeply; whatever else
 *   php-parser throws on odd files
 */
export function parse(source: string): ParsedFile {
  try {
    return {program: parseAs(805, source), php: '8.5'}
  } catch (error) {
    try {
      return {program: parseAs(506, source), php: '5.6'}
    } catch {
      throw error
    }
  }
}

function parseAs(version: number, source: string): Node {
  const engine = new phpParser.Engine({
    parser: {version, extractDoc: false, suppressErrors: false},
    ast: {withPositions: true},
    lexer: {short_tags: true},
  })
  return engine.parseCode(source, '') as unknown as Node
}
