/** What a page or file costs: `wrk` asks for it for a short while. */
import {spawn} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'

/** One sample. */
export interface Sample {
  perSecond: number
  /** Microseconds of processor time of the web server's processes for one request. */
  cpu: number
}

/** A sample without one answer is taken anew with twice the time, up to this many seconds. */
const LONGEST = 5

/**
 * Asks for one URL over four connections.
 *
 * @param server pid of the web server's first process; those that it started count
 * @throws Error when an answer is not a good one (an error would look fast), or there is none
 */
export async function load(url: string, seconds: number, server: number): Promise<Sample> {
  const before = cpuBelow(server)
  const output = await wrk(url, seconds)
  const after = cpuBelow(server)
  const requests = Number(/(\d+) requests in/.exec(output)?.[1] ?? 0)
  // A late answer is slow, not wrong.
  if (/Non-2xx|Socket errors: connect (?!0, read 0, write 0,)/.test(output)) throw new Error(`${url}: ${output}`)
  if (requests === 0 && seconds < LONGEST) return load(url, seconds * 2, server)
  if (requests === 0) throw new Error(`${url}: no answer in ${seconds} seconds`)
  const used = [...after].reduce((sum, [pid, nanoseconds]) => sum + nanoseconds - (before.get(pid) ?? 0), 0)
  return {perSecond: Number(/Requests\/sec: +([\d.]+)/.exec(output)?.[1]), cpu: used / requests / 1000}
}

/** The load runs as a process of its own, which is told to end: it takes no parts of a second. */
async function wrk(url: string, seconds: number): Promise<string> {
  const child = spawn('wrk', ['-t1', '-c4', '-d20s', url])
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const end = setTimeout(() => child.kill('SIGINT'), seconds * 1000)
  const late = setTimeout(() => child.kill('SIGKILL'), seconds * 1000 + 10_000)
  try {
    await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
  } finally {
    clearTimeout(end)
    clearTimeout(late)
  }
  return output
}

/** Nanoseconds of processor time that the children of a process have used, all their threads, by pid. */
function cpuBelow(pid: number): Map<string, number> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return new Map(children.map((child) => [child, cpuOf(child)]))
}

function cpuOf(pid: string): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce(
      (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
      0,
    )
  } catch {
    // It ended in the meantime.
    return 0
  }
}
