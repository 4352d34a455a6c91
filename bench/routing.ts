/**
 * What routing costs: `npm run bench -- routing [ROUNDS] [--only=STYLE] [--update-docs]`. Every style and form of Apache with 0 to 10,000
 * pages moved, against the same site without our configuration; reading the configuration; and emitting it.
 */
import {spawnSync} from 'node:child_process'
import {rmSync} from 'node:fs'
import {loadavg, tmpdir} from 'node:os'
import {join} from 'node:path'
import {makeDirectory} from '../test/support/directory.ts'
import {findProgram} from '../test/support/programs.ts'
import {type BenchResult, rounded} from './result.ts'
import {startBackend} from './routing/backend.ts'
import {groups as groupsOf} from './routing/contestants.ts'
import {makeProject, measureEmission} from './routing/emission.ts'
import {startFront, writeTrees} from './routing/front.ts'
import {describeMachine} from './routing/machine.ts'
import {updatePage} from './routing/page.ts'
import {all, measureRates, type Rates} from './routing/rates.ts'
import {measureReloads} from './routing/reload.ts'
import {writeSite} from './routing/site.ts'
import {type Cost, costTables} from './routing/table.ts'

const SECONDS = 0.5
const FEW = 3

export async function run(args: string[]): Promise<BenchResult> {
  const missing = missingPrograms()
  if (missing.length > 0) return {ratios: {}, figures: {}, missing}
  const rounds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? FEW)
  const loads = [loadavg()[0] ?? 0]
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length)
  const isWanted = (group: string): boolean => only === undefined || group.startsWith(only)
  const cost = await measureCost(rounds, isWanted, () => loads.push(loadavg()[0] ?? 0))
  const load = `load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`
  cost.machine = `${describeMachine()}; ${load}; \`npm run bench -- routing${rounds === FEW ? '' : ` ${rounds}`}\``
  const tables = costTables(cost)
  process.stdout.write(`${tables}\n\n`)
  if (args.includes('--update-docs')) updatePage(tables)
  return resultOf(cost, loads)
}

/** Everything, one after the other; what was started is stopped whatever happens. */
async function measureCost(rounds: number, isWanted: (group: string) => boolean, noteLoad: () => void): Promise<Cost> {
  const {path: root, remove} = makeDirectory('bench')
  const ends: (() => unknown)[] = [remove]
  // A signal would end this process without its `exit`, at which servers are stopped.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  process.once('exit', remove)
  try {
    const documentRoot = join(root, 'www')
    // mod_rewrite makes small letters of a handler.
    const socket = join(tmpdir(), `migrate-bench-${process.pid}.sock`)
    ends.push(() => rmSync(socket, {force: true}))
    writeSite(documentRoot)
    const groups = groupsOf({documentRoot, backend: `unix:${socket}`, folder: root}).filter(({name}) => isWanted(name))
    writeTrees(all(groups))
    const project = join(root, 'project')
    await makeProject(project, documentRoot)
    noteLoad()
    const emission = measureEmission(project, Math.min(rounds, FEW))
    noteLoad()
    const inHost = groups.filter(({name}) => name.endsWith('vhost')).flatMap(({contestants}) => contestants)
    const reloads = await measureReloads(inHost, {documentRoot, rounds: Math.min(rounds, FEW)})
    noteLoad()
    const backend = await startBackend(root, socket)
    ends.push(backend.stop)
    const front = await startFront(all(groups), documentRoot)
    ends.push(front.apache.stop)
    const rates = await measureRates(front, groups, {rounds, seconds: SECONDS})
    noteLoad()
    const seconds = new Map([...emission].map(([name, measured]) => [name, measured.seconds]))
    return {groups: groups.map(({name}) => name), rates, reloads, emission: seconds, machine: ''}
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

function missingPrograms(): string[] {
  return [
    ...(spawnSync('wrk', ['--version']).error ? ['wrk: apt-get install wrk'] : []),
    ...(['apache', 'php-fpm'] as const).flatMap(missingProgram),
  ]
}

function missingProgram(name: Parameters<typeof findProgram>[0]): string[] {
  try {
    findProgram(name)
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

function resultOf({rates, reloads, emission}: Cost, loads: readonly number[]): BenchResult {
  const version = emission.get('version') ?? Number.NaN
  const emitted = [...emission].filter(([name]) => name !== 'node' && name !== 'version')
  return {
    ratios: {
      ...record(rates.ratios),
      ...record(rates.cpuRatios, 'cpu_'),
      ...Object.fromEntries(emitted.map(([name, seconds]) => [`emit_${name}_vs_version`, rounded(seconds / version)])),
    },
    figures: {
      load_min: rounded(Math.min(...loads)),
      load_max: rounded(Math.max(...loads)),
      ...record(rates.noise, 'noise_'),
      ...record(rates.cpuNoise, 'noise_cpu_'),
      emit_10000_ms: rounded(Math.max(...emitted.map(([, seconds]) => seconds)) * 1000),
      ...Object.fromEntries([...emission].map(([name, seconds]) => [`emit_${name}_ms`, rounded(seconds * 1000)])),
      ...record(reloads.configtest, 'configtest_', '_ms'),
      ...record(reloads.reload, 'reload_', '_ms'),
      ...record(rates.perSecond, '', '_per_second'),
      ...record(rates.cpu, '', '_us'),
    },
    missing: [...failures(rates)],
  }
}

function failures({failed}: Rates): string[] {
  return [...failed].map(([name, problem]) => `${name}: ${problem}`)
}

function record(values: ReadonlyMap<string, number>, before = '', after = ''): Record<string, number> {
  return Object.fromEntries([...values].map(([name, value]) => [`${before}${name}${after}`, rounded(value)]))
}
