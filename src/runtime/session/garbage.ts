/** Removes session files that nobody used for long (ps_files_cleanup_dir in PHP). */
import {readdir, stat, unlink} from 'node:fs/promises'

/** Removes the files `sess_*` of a directory that were last used more than `maxLifetime` seconds ago. */
export async function removeOldSessions(directory: string, maxLifetime: number): Promise<void> {
  // Debian's own directory can't be listed: a cron job clears it. PHP goes on then, and so do we.
  const names = await readdir(directory).catch(() => [])
  const now = Math.trunc(Date.now() / 1000)
  for (const name of names) {
    if (!name.startsWith('sess_')) continue
    const file = `${directory}/${name}`
    try {
      const {mtimeMs} = await stat(file)
      if (now - Math.trunc(mtimeMs / 1000) > maxLifetime) await unlink(file)
    } catch {
      // Removed by another process, or not ours to remove.
    }
  }
}
