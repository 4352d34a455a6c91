/**
 * Compares our tokens with PHP's own, of every PHP file below some directories: `npm run tokens -- DIR…`. Prints where
 * they differ and how many files are the same; exits with 1 when that is less than 99.99 % of them.
 */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {DEFAULT_EXTENSIONS} from '../../../src/scan/extensions.ts'
import {Kind} from '../../../src/scan/tokens/kinds.ts'
import {tokenize} from '../../../src/scan/tokens/tokenize.ts'
import {type ComparedToken, ourTokens, type PhpTokens, phpTokens} from './php-tokens.ts'

/** Bytes of source that PHP is given at once. */
const BATCH = 4e6
/** Of a hundred files, how many are to be the same. */
const WANTED = 99.99
/** Differences that are printed of a file: after the first, most follow from it. */
const SHOWN = 3

interface Source {
  path: string
  contents: Buffer
}

interface Totals {
  files: number
  tokens: number
  same: number
  /** Files with the tags `<%` and `<script language="php">`, which PHP 7 dropped: not compared. */
  old: number
  /** Files that are the same only where `<?` is no tag, as those with an XML declaration. */
  withoutShortTags: number
}

const directories = process.argv.slice(2)
if (directories.length === 0) {
  process.stderr.write('Usage: npm run tokens -- DIR...\n')
  process.exit(2)
}
const totals: Totals = {files: 0, tokens: 0, same: 0, old: 0, withoutShortTags: 0}
for (const directory of directories) for (const batch of batches(phpFilesBelow(directory))) compare(batch)
const percentage = totals.files ? (100 * totals.same) / totals.files : 100
process.stdout.write(
  `${totals.files} files, ${totals.tokens} tokens: ${totals.same} files the same (${percentage.toFixed(3)} %)` +
    `, ${totals.withoutShortTags} of them only with short_open_tag off` +
    (totals.old ? `; not compared, for their tags are those of PHP before 7: ${totals.old}\n` : '\n'),
)
process.exitCode = percentage < WANTED ? 1 : 0

/** PHP files, without following symbolic links. */
function* phpFilesBelow(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* phpFilesBelow(path)
    else if (entry.isFile() && DEFAULT_EXTENSIONS.includes(entry.name.replace(/^.*\./, '').toLowerCase())) yield path
  }
}

function* batches(paths: Iterable<string>): Generator<Source[]> {
  let batch: Source[] = []
  let bytes = 0
  for (const path of paths) {
    const contents = readFileSync(path)
    if (hasOldTags(contents)) {
      totals.old++
      continue
    }
    batch.push({path, contents})
    bytes += contents.length
    if (bytes < BATCH) continue
    yield batch
    batch = []
    bytes = 0
  }
  yield batch
}

function hasOldTags(contents: Buffer): boolean {
  const {source, count, kinds, starts} = tokenize(contents.toString('latin1'))
  for (let token = 0; token < count; token++) {
    const isTag = kinds[token] === Kind.OpenTag || kinds[token] === Kind.OpenTagEcho
    if (isTag && source[(starts[token] ?? 0) + 1] !== '?') return true
  }
  return false
}

function compare(batch: readonly Source[]): void {
  const theirs = phpTokens(batch.map(({contents}) => contents))
  const different = batch.flatMap((source, index) => {
    const php = theirs[index] as PhpTokens
    totals.files++
    totals.tokens += php.tokens.length
    if (isSame(source, php)) totals.same++
    return isSame(source, php) ? [] : [{source, php}]
  })
  const others = phpTokens(
    different.map(({source}) => source.contents),
    false,
  )
  for (const [index, {source, php}] of different.entries()) {
    if (isSame(source, others[index] as PhpTokens)) {
      totals.same++
      totals.withoutShortTags++
    } else report(source, ourTokens(source.contents, php.isValid), php.tokens)
  }
}

function isSame({contents}: Source, {isValid, tokens}: PhpTokens): boolean {
  return ourTokens(contents, isValid).join() === tokens.join()
}

function report({path, contents}: Source, ours: readonly ComparedToken[], theirs: readonly ComparedToken[]): void {
  const known = {ours: new Set(ours), theirs: new Set(theirs)}
  const onlyTheirs = theirs.filter((token) => !known.ours.has(token))
  const onlyOurs = ours.filter((token) => !known.theirs.has(token))
  for (let index = 0; index < Math.min(SHOWN, Math.max(onlyTheirs.length, onlyOurs.length)); index++) {
    const place = startOf(onlyTheirs[index] ?? onlyOurs[index])
    const line = contents.toString('latin1', 0, place).split(/\r\n?|\n/).length
    const [their, our] = [described(contents, onlyTheirs[index]), described(contents, onlyOurs[index])]
    process.stdout.write(`${JSON.stringify(path)}:${line}: PHP ${their}, ours ${our}\n`)
  }
}

function startOf(token: ComparedToken | undefined): number {
  return Number(token?.match(/(\d+)-\d+$/)?.[1] ?? 0)
}

/** A token with its text. */
function described(contents: Buffer, token: ComparedToken | undefined): string {
  if (token === undefined) return 'nothing'
  const [, kind = '', start, end] = /^(.*) (\d+)-(\d+)$/s.exec(token) ?? []
  return `${kind} ${JSON.stringify(contents.toString('latin1', Number(start), Math.min(Number(end), Number(start) + 40)))}`
}
