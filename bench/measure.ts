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
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv
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
 * @param options `memory: false` leaves out the runs that ask for it
 * @throws Error when a contestant fails: a peer that fails early would look fast
 */
export function measure(
  contestants: readonly Contestant[],
  rounds: number,
  options: {memory?: boolean} = {},
): Map<string, Measured> {
  const seconds = new Map<string, number[]>()
  const megabytes = new Map<string, number[]>()
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      const time = runOnce(contestant)
      if (round > 0) seconds.set(contestant.name, [...(seconds.get(contestant.name) ?? []), time])
    }
  }
  // Asking a process for its memory takes time, so that is done in runs of their own.
  for (let round = 0; options.memory !== false && round < MEMORY_ROUNDS; round++) {
    for (const contestant of contestants.filter(isNode)) {
      megabytes.set(contestant.name, [...(megabytes.get(contestant.name) ?? []), peakOf(contestant)])
    }
  }
  return new Map(
    [...seconds].map(([name, values]) => {
      const sizes = megabytes.get(name)
      return [name, {seconds: median(values), megabytes: sizes && median(sizes)}]
    }),
  )
}

const MEMORY_ROUNDS = 3
const REPORT = `process.on('exit',()=>process.getBuiltinModule('fs').writeFileSync(process.env.BENCH_RSS,String(process.resourceUsage().maxRSS)))`

function isNode({command: [program]}: Contestant): boolean {
  return program === process.execPath
}

/** Seconds from start to end. */
function runOnce(contestant: Contestant, env: NodeJS.ProcessEnv = {}): number {
  const {name, command, cwd, before} = contestant
  const [program, ...args] = command
  before?.()
  const started = performance.now()
  const done = spawnSync(program, args, {
    ...(cwd === undefined ? {} : {cwd}),
    env: {...process.env, ...contestant.env, ...env, NODE_ENV: 'production'},
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 28,
  })
  const seconds = (performance.now() - started) / 1000
  if (done.status !== 0) throw new Error(`${name} failed: ${done.stderr}`)
  return seconds
}

/** Megabytes of the largest resident set. */
function peakOf(contestant: Contestant): number {
  const directory = mkdtempSync(join(tmpdir(), 'migrate-bench-'))
  try {
    const report = join(directory, 'rss')
    const [program, ...args] = contestant.command
    const reporting = ['--import', `data:text/javascript,${encodeURIComponent(REPORT)}`]
    runOnce({...contestant, command: [program, ...reporting, ...args]}, {BENCH_RSS: report})
    return Number(readFileSync(report, 'utf8')) / 1024
  } finally {
    rmSync(directory, {recursive: true})
  }
}
