/** Servers as child processes: started in the foreground, stopped by their own pid, never left behind. */
import {type ChildProcess, spawn} from 'node:child_process'
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A running server. */
export interface ServerProcess {
  pid: number
  /** What it printed so far, both streams. */
  output: () => string
  /** Whether it has ended. */
  ended: () => boolean
  /** SIGTERM, and SIGKILL to its process group when it is still there after five seconds. */
  stop: () => Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) killGroup(child.pid)
})

/**
 * Starts a server that stays in the foreground, as the leader of its own process group. Its pid is kept in
 * `<root>/<name>.started`, for {@link removeLeftovers}.
 */
export function startProcess(
  root: string,
  name: string,
  file: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ServerProcess {
  const env = {...process.env, ...environment}
  const child = spawn(file, options, {cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'], env})
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString('latin1')))
  child.stderr.on('data', (data: Buffer) => (output += data.toString('latin1')))
  child.once('error', (error) => (output += error.message))
  running.add(child)
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  }).finally(() => running.delete(child))
  const pid = child.pid ?? 0
  writeFileSync(join(root, `${name}.started`), `${pid} ${process.pid}\n`)
  return {
    pid,
    output: () => output,
    ended: () => !running.has(child),
    stop: async () => {
      if (running.has(child)) child.kill('SIGTERM')
      const late = setTimeout(() => killGroup(pid), 5_000)
      await ended
      clearTimeout(late)
    },
  }
}

/** Waits until a server answers. False when it ended before, or did not answer in 15 seconds and was stopped. */
export async function becomesReady(server: ServerProcess, answers: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + 15_000
  while (!server.ended() && Date.now() < deadline) {
    if (await answers()) return true
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await server.stop()
  return false
}

/**
 * Stops servers of test runs that were killed, and removes their folders: those whose test process is gone and whose
 * command line still names their folder (a pid alone may have been given to somebody else since).
 */
export function removeLeftovers(): void {
  for (const entry of readdirSync(tmpdir(), {withFileTypes: true})) {
    if (!entry.isDirectory() || !entry.name.startsWith('migrate-apache-')) continue
    const root = join(tmpdir(), entry.name)
    const started = readStarted(root)
    if (started.length === 0 || started.some(({owner}) => isAlive(owner))) continue
    for (const {pid} of started) if (commandLine(pid).includes(root)) killGroup(pid)
    rmSync(root, {recursive: true, force: true, maxRetries: 5})
  }
}

/** Waits until `check` says yes; throws what `otherwise` says after `seconds`. */
export async function waitUntil(
  check: () => boolean | Promise<boolean>,
  otherwise: () => string,
  seconds = 15,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(otherwise())
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function readStarted(root: string): {pid: number; owner: number}[] {
  try {
    return readdirSync(root)
      .filter((name) => name.endsWith('.started'))
      .map((name) => readFileSync(join(root, name), 'utf8').split(' ').map(Number))
      .map(([pid = 0, owner = 0]) => ({pid, owner}))
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function killGroup(pid: number | undefined): void {
  if (!pid) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended in the meantime.
  }
}
