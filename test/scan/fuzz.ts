/**
 * Analyses many broken files: `node test/scan/fuzz.ts CASES [DIR…]`. They are made from the PHP files below the
 * directories, or from those of the test sites. Nothing may throw, tokens have to be in order and inside the file, and no
 * file may take long. Exits with 1 when something is wrong; the number of the case, and its source in a file, say what.
 * `FIRST_CASE` is the number of the first case: the same numbers make the same files of the same originals.
 */
import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {analyse} from '../../src/scan/analyse.ts'
import {tokenize} from '../../src/scan/tokens/tokenize.ts'
import {TokenMemory} from '../../src/scan/tokens/tokens.ts'
import {mutated} from './tokens/mutations.ts'

const [cases = '10000', ...given] = process.argv.slice(2)
const directories = given.length ? given : [fileURLToPath(new URL('../sites', import.meta.url))]
const first = Number(process.env.FIRST_CASE ?? Date.now() % 1e9)
/** Milliseconds of processor time for one file. */
const LONGEST = 500

const originals = directories.flatMap(phpSources)
if (!(Number(cases) > 0) || originals.length === 0) {
  process.stderr.write('Usage: node test/scan/fuzz.ts CASES [DIR...]\n')
  process.exit(2)
}
const memory = new TokenMemory()
let wrong = 0
let slowest = 0
process.stdout.write(`${cases} cases from ${originals.length} files, FIRST_CASE=${first}\n`)
for (let number = first; number < first + Number(cases); number++) {
  const source = mutated(number, originals)
  const problem = problemOf(source)
  if (problem) report(number, source, problem)
  if ((number - first) % 50_000 === 49_999) process.stdout.write(`${number - first + 1} cases, ${wrong} wrong\n`)
}
process.stdout.write(`${cases} cases: ${wrong} wrong, the slowest took ${slowest.toFixed(0)} ms\n`)
process.exitCode = wrong ? 1 : 0

function phpSources(directory: string): string[] {
  return readdirSync(directory, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && /\.(php\d?|inc|phtml)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1').slice(0, 100_000))
}

/** What is wrong with how a source is read, if anything is. */
function problemOf(source: string): string | undefined {
  const start = process.cpuUsage()
  try {
    const {count, starts, ends} = tokenize(source, memory)
    let at = 0
    for (let index = 0; index < count; index++) {
      const [from, to] = [starts[index] as number, ends[index] as number]
      if (from < at || to <= from || to > source.length) return `Token ${index} is out of order`
      at = to
    }
    const facts = analyse(Buffer.from(source, 'latin1'))
    if (facts.bytes !== source.length) return 'Facts are of another file'
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const {user} = process.cpuUsage(start)
  slowest = Math.max(slowest, user / 1000)
  return user / 1000 > LONGEST ? `It took ${user / 1000} ms` : undefined
}

function report(number: number, source: string, problem: string): void {
  wrong++
  const file = join(mkdtempSync(join(tmpdir(), 'migrate-fuzz-')), `${number}.php`)
  writeFileSync(file, source, 'latin1')
  process.stdout.write(`Case ${number}, ${file}: ${problem}\n`)
}
