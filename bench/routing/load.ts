/** Requests a second that a page or file gets, by `wrk` for a short while. */
import {spawn} from 'node:child_process'

/**
 * Asks for one URL over four connections.
 *
 * @throws Error when an answer is not a good one: an error would look fast
 */
export async function load(url: string, seconds: number): Promise<number> {
  // The load runs as a process of its own, which is told to end: it takes no parts of a second.
  const wrk = spawn('wrk', ['-t1', '-c4', '-d20s', url])
  let output = ''
  wrk.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  wrk.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const end = setTimeout(() => wrk.kill('SIGINT'), seconds * 1000)
  const late = setTimeout(() => wrk.kill('SIGKILL'), seconds * 1000 + 10_000)
  await new Promise((resolve, reject) => {
    wrk.once('error', reject)
    wrk.once('close', resolve)
  })
  clearTimeout(end)
  clearTimeout(late)
  const perSecond = Number(/Requests\/sec: +([\d.]+)/.exec(output)?.[1])
  if (!(perSecond > 0) || /Non-2xx|Socket errors/.test(output)) throw new Error(`${url}: ${output}`)
  return perSecond
}
