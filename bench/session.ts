/** Sessions: how long decoding and encoding takes and that it is linear, and what a lock costs that nobody else wants. */
import {closeSync, mkdtempSync, openSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {codecOf} from '../src/runtime/codec.ts'
import {SessionData} from '../src/runtime/session/data.ts'
import {filesStore} from '../src/runtime/session/files.ts'
import {SESSION_FORMATS, type SessionFormat} from '../src/runtime/session/format.ts'
import {nativeLock} from '../src/runtime/session/lock.ts'
import {type BenchResult, median, rounded} from './result.ts'

const ROUNDS = 25
const codec = codecOf('utf-8')

/** Prints the figures; ratios are of 4 MB to 1 MB, where 4 is linear. */
export async function run(): Promise<BenchResult> {
  const ratios: Record<string, number> = {}
  const figures: Record<string, number> = {}
  for (const format of SESSION_FORMATS) {
    const [one, four] = [sessionOf(1_000_000, format), sessionOf(4_000_000, format)]
    const small = timeOf(() => roundTrip(one, format))
    const large = timeOf(() => roundTrip(four, format))
    figures[`${format}_1mb_ms`] = rounded(small)
    figures[`${format}_4mb_ms`] = rounded(large)
    ratios[`${format}_4mb_vs_1mb`] = rounded(large / small)
  }
  const plain = sessionOf(1_000_000, 'php')
  figures.one_variable_of_1mb_ms = rounded(timeOf(() => changeOne(plain)))
  const [shared, moreShared] = [withReferences(1_000_000), withReferences(4_000_000)]
  const referenced = timeOf(() => changeOne(shared))
  figures.references_1mb_ms = rounded(referenced)
  ratios.references_4mb_vs_1mb = rounded(timeOf(() => changeOne(moreShared)) / referenced)
  Object.assign(figures, await locks())
  for (const [name, value] of [...Object.entries(figures), ...Object.entries(ratios)])
    process.stdout.write(`${name.padEnd(28)} ${value}\n`)
  return {ratios, figures, missing: (await nativeLock()) === undefined ? ['koffi'] : []}
}

/** Reads every variable and writes it anew. */
function roundTrip(bytes: Buffer, format: SessionFormat): void {
  const data = new SessionData(bytes, codec, format)
  for (const name of data.keys()) data.set(name, data.get(name) ?? null)
  data.bytes()
}

/** What a page usually does: one variable changes, the rest is copied. */
function changeOne(bytes: Buffer): void {
  const data = new SessionData(bytes, codec)
  data.set('v0', 'changed')
  data.bytes()
}

/** Variables of a thousand bytes, as a shop has them: rows of small values. */
function sessionOf(length: number, format: SessionFormat): Buffer {
  const data = new SessionData(Buffer.alloc(0), codec, format)
  const rows = Array.from({length: 9}, (_, id) => ({id, title: `Book ${id} «é»`, price: id + 0.95, sold: id % 2 === 0}))
  data.set('row', rows)
  // Of every further variable: as many bytes, and a name that is longer by a few.
  const each = data.bytes().length + 3
  for (let index = 0; index < length / each; index++) data.set(`v${index}`, rows)
  return data.bytes()
}

/** The same object again and again, so that every number has to be counted. */
function withReferences(length: number): Buffer {
  const row = `a:40:{${Array.from({length: 20}, (_, index) => `i:${index};r:1;s:10:"key-${100_000 + index}";d:0.5;`).join('')}}`
  let text = 'v0|O:1:"A":1:{s:1:"p";i:1;}'
  for (let index = 1; text.length < length; index++) text += `v${index}|${row}`
  return Buffer.from(text)
}

async function locks(): Promise<Record<string, number>> {
  const directory = mkdtempSync(join(tmpdir(), 'migrate-bench-'))
  try {
    const store = filesStore(directory)
    const lock = await nativeLock()
    const descriptor = openSync(join(directory, 'file'), 'w')
    const figures = {
      // The second time on one descriptor flock(2) says yes at once, as it does when nobody else has it.
      lock_ms: lock === undefined ? Number.NaN : await medianOf(200, () => lock(descriptor, 1000)),
      open_and_close_ms: await medianOf(200, async () => (await store.open('abc')).close()),
      read_ms: await medianOf(200, async () => void (await store.read('abc'))),
    }
    closeSync(descriptor)
    return figures
  } finally {
    rmSync(directory, {recursive: true})
  }
}

/** The fastest of all rounds: what else the machine does only adds to the others. */
function timeOf(work: () => void): number {
  const times = Array.from({length: ROUNDS}, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...times)
}

async function medianOf(rounds: number, work: () => Promise<void>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return rounded(median(times))
}
