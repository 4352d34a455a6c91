/**
 * Our block in a file that belongs to the user, such as the .htaccess of the document root. Everything outside the
 * block is kept to the byte, and a block put in and taken out again leaves the file as it was.
 */
import {MigrateError} from '../errors.ts'

export const BLOCK_BEGIN = '# BEGIN migrate'
export const BLOCK_END = '# END migrate'

/**
 * The file with `block` in place of the block that is there.
 *
 * The block is always put where it belongs, also when the user has added lines around it since. That is the end for
 * sections: of two that say who answers a page the last counts, so what stands below could take pages back to PHP. It
 * is the start for rewrite rules: of those the first counts. It takes on the line ends of the file. A file whose last line has no line end also has none after the block: so it is known
 * what to take away with it.
 *
 * @param existing the bytes of the file, none when there is no file; of any charset, they are not decoded
 * @param block from `# BEGIN migrate` to `# END migrate`, lines ended by `\n`; empty to take the block out
 * @param file name for the message
 * @param place where it belongs
 * @throws MigrateError `BLOCK_DAMAGED` when the marks don't make exactly one block; `LINE_CONTINUES` when the user's last
 *   line ends in a backslash, which would make the first line of the block a part of it
 */
export function replaceManagedBlock(
  existing: Uint8Array,
  block: string,
  file: string,
  place: 'start' | 'end' = 'end',
): Buffer {
  const text = withoutBlock(Buffer.from(existing).toString('latin1'), file)
  if (block === '') return Buffer.from(text, 'latin1')
  const bytes = Buffer.from(block, 'utf8').toString('latin1')
  return Buffer.from(place === 'start' ? afterBlock(text, bytes) : withBlock(text, bytes, file), 'latin1')
}

function withBlock(text: string, block: string, file: string): string {
  const lineEnd = text.match(/\r?\n/)?.[0] ?? '\n'
  const ended = text === '' || text.endsWith('\n')
  if (/\\\r?\n?$/.test(text)) throw continued(file, text.split('\n').length - (ended ? 1 : 0))
  const lines = block.replaceAll('\n', lineEnd)
  return ended ? text + lines : text + lineEnd + lines.slice(0, -lineEnd.length)
}

/** A byte order mark stays the first thing in the file. */
function afterBlock(text: string, block: string): string {
  const mark = text.startsWith('\xef\xbb\xbf') ? text.slice(0, 3) : ''
  const lineEnd = text.match(/\r?\n/)?.[0] ?? '\n'
  return mark + block.replaceAll('\n', lineEnd) + text.slice(mark.length)
}

function withoutBlock(text: string, file: string): string {
  const lines = text.split(/(?<=\n)/)
  const begins = placesOf(lines, BLOCK_BEGIN)
  const ends = placesOf(lines, BLOCK_END)
  const [begin, end] = [begins[0], ends[0]]
  if (begin === undefined && end === undefined) return text
  if (begin === undefined) throw damaged(file, (end ?? 0) + 1, 'ends a block that does not begin')
  if (begins[1] !== undefined) throw damaged(file, begins[1] + 1, 'begins a second block')
  if (end === undefined) throw damaged(file, begin + 1, 'begins a block that does not end')
  if (ends[1] !== undefined) throw damaged(file, ends[1] + 1, 'ends a second block')
  if (end < begin) throw damaged(file, end + 1, 'ends a block above its beginning')
  const above = lines.slice(0, begin).join('')
  const below = lines.slice(end + 1).join('')
  const separator = lines[end]?.endsWith('\n') ? '' : (lines[begin]?.match(/\r?\n$/)?.[0] ?? '')
  return above.endsWith(separator) ? above.slice(0, above.length - separator.length) + below : above + below
}

/** Spaces around a mark don't make it another line to the person who reads it. */
function placesOf(lines: readonly string[], mark: string): number[] {
  return lines.flatMap((line, index) => (line.replace(/^[ \t]+|[ \t\r\n]+$/g, '') === mark ? [index] : []))
}

function damaged(file: string, line: number, problem: string): MigrateError {
  return new MigrateError(
    'BLOCK_DAMAGED',
    `\`${file}\`, line ${line} ${problem}`,
    `Delete what is left of the block, from \`${BLOCK_BEGIN}\` to \`${BLOCK_END}\`, and try again`,
  )
}

function continued(file: string, line: number): MigrateError {
  return new MigrateError(
    'LINE_CONTINUES',
    `The last line of \`${file}\`, line ${line}, ends in a backslash: what follows would be part of it`,
    'Remove the backslash at the end of the file and try again',
  )
}
