/**
 * Compares our facts with those of a walk of php-parser's syntax tree, of every PHP file below some directories:
 * `npm run facts -- DIR…`. Prints every difference (`-` only in the tree, `+` only in ours) and counts what php-parser
 * rejects; exits with 1 when anything differs.
 */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parse} from '../../../src/scan/deep/parse.ts'
import {DEFAULT_EXTENSIONS} from '../../../src/scan/extensions.ts'
import {differences, ourFacts} from './compared-facts.ts'
import {treeFacts} from './tree-facts.ts'

const directories = process.argv.slice(2)
if (directories.length === 0) {
  process.stderr.write('Usage: npm run facts -- DIR...\n')
  process.exit(2)
}
const totals = {files: 0, rejected: 0, different: 0, differences: 0}
for (const directory of directories) for (const path of phpFilesBelow(directory)) compare(path)
process.stdout.write(
  `${totals.files} files, ${totals.rejected} rejected by php-parser, ${totals.different} with differences` +
    ` (${totals.differences} of them)\n`,
)
process.exitCode = totals.differences > 0 ? 1 : 0

/** PHP files, without following symbolic links. */
function* phpFilesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* phpFilesBelow(path)
    else if (entry.isFile() && DEFAULT_EXTENSIONS.includes(entry.name.replace(/^.*\./, '').toLowerCase())) yield path
  }
}

function compare(path: string): void {
  const contents = readFileSync(path)
  totals.files++
  let theirs: ReturnType<typeof treeFacts>
  try {
    theirs = treeFacts(parse(contents.toString('latin1')).program)
  } catch {
    totals.rejected++
    return
  }
  const found = differences(theirs, ourFacts(contents))
  if (found.length === 0) return
  totals.different++
  totals.differences += found.length
  for (const difference of found) process.stdout.write(`${JSON.stringify(path)} ${difference}\n`)
}
