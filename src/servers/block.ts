/** One file of text for a server whose comments begin with `#`, made so that it can also be a block in a file of the user. */
import {generationLine} from './generation.ts'
import {BLOCK_BEGIN, BLOCK_END} from './managed-block.ts'
import type {ServerConfigFile} from './types.ts'

/**
 * Head and body between the marks of a managed block.
 *
 * @param header lines of comment, without the generation
 * @param pages how many pages are routed; `undefined` when the body is the same for any
 */
export function blockFile(
  name: string,
  header: readonly string[],
  body: readonly string[],
  pages: number | undefined,
): ServerConfigFile {
  const lines = [BLOCK_BEGIN, ...header, generationLine(body, pages), ...body, BLOCK_END]
  return {name, text: lines.map((line) => `${line}\n`).join('')}
}
