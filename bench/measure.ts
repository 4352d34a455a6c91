/** Timing whole processes, in turn, so that a change of the machine's speed meets all of them. */
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {median} from './result.ts'

/** One command of a comparison. */
export interface Contestant {
  name: string
  command: readonly [string, ...string[]]
  cwd?: string
  /** Brought about before each run, outside of the time. */
  before?: () => void
}

/** What was measured of one contestant: medians. */
export interface Measured {
  /** From start to end of the process. */
  seconds: number
  /** Largest resident set; only of Node processes. */
  megabytes: number | undefined
}

/**
 * Runs all contestants once unmeasured and then `rounds` times in turn.
 *
 * @throws Error when a contestant fails: a peer that fails early would look fast
 */
export function measure(contestants: readonly Contestant[], rounds: number): Map<string, Measured> {
  const seconds = new Map<string, number[]>()
  const megabytes = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      contestant.before?.()
      const run = runOnce(contestant)
      if (round === 0) continue
      seconds.set(contestant.name, [...(seconds.get(contestant.name) ?? []), run.seconds])
      if (run.megabytes) megabytes.set(contestant.name, [...(megabytes.get(contestant.name) ?? []), run.megabytes])
    }
  }
  return new Map(
    [...seconds].map(([name, values]) => {
      const sizes = megabytes.get(name)
      return [name, {seconds: median(values), megabytes: sizes && median(sizes)}]
    }),
  )
}

const REPORT = `process.on('exit',()=>process.getBuiltinModule('fs').writeFileSync(process.env.BENCH_RSS,String(process.resourceUsage().maxRSS)))`

function runOnce({name, command: [program, ...args], cwd}: Contestant): {
  seconds: number
  megabytes: number | undefined
} {
  const directory = mkdtempSync(join(tmpdir(), 'migrate-bench-'))
  const report = join(directory, 'rss')
  const isNode = program === process.execPath
  const given = isNode ? ['--import', `data:text/javascript,${encodeURIComponent(REPORT)}`, ...args] : args
  const started = performance.now()
  const done = spawnSync(program, given, {
    ...(cwd === undefined ? {} : {cwd}),
    env: {...process.env, BENCH_RSS: report, NODE_ENV: 'production'},
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 28,
  })
  const seconds = (performance.now() - started) / 1000
  if (done.status !== 0) throw new Error(`${name} failed: ${done.stderr}`)
  const megabytes = isNode ? Number(readFileSync(report, 'utf8')) / 1024 : undefined
  rmSync(directory, {recursive: true})
  return {seconds, megabytes}
}
