/** Open files that have no name any more: where long request bodies are. */
import {readdirSync, readlinkSync} from 'node:fs'

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
