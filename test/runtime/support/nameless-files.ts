/** Open files that have no name any more: where long request bodies are. */
import {readdirSync, readlinkSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect} from 'vitest'

/** Those of a process that were in a directory. */
export function namelessFiles(directory: string, pid: number | 'self' = 'self'): string[] {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`)
    } catch {
      // Closed in the meantime.
      return ''
    }
  })
  return links.filter((link) => link.startsWith(`${directory}/`) && link.endsWith(' (deleted)'))
}

/** Fails when some are left, or files with a name. Closing is not waited for; it is soon done. */
export async function untilNone(directory: string, pid: number | 'self' = 'self'): Promise<void> {
  for (let waited = 0; waited < 2000 && namelessFiles(directory, pid).length > 0; waited += 5) await sleep(5)
  expect([namelessFiles(directory, pid), readdirSync(directory)]).toEqual([[], []])
}
