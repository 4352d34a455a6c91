/** Temporary folders that a web server's own user can read. */
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {serverUser} from './programs.ts'

/** A new folder below the system's temporary folder, readable by every user; `remove()` deletes it. */
export function makeDirectory(name: string): {path: string; remove: () => void} {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `migrate-${name}-`)))
  chmodSync(path, 0o755)
  return {path, remove: () => rmSync(path, {recursive: true, force: true, maxRetries: 5})}
}

/** Writes files below `root`, with the folders they need: `{'admin/index.php': '<?php …'}`. */
export function writeFiles(root: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, contents] of Object.entries(files)) {
    const file = join(root, path)
    mkdirSync(dirname(file), {recursive: true, mode: 0o755})
    writeFileSync(file, contents, {mode: 0o644})
  }
}

/** Copies a site and hands the copy to the web server's user, so that PHP can write in it as on a real host. */
export function copySite(from: string, to: string): void {
  cpSync(from, to, {recursive: true})
  const {uid, gid} = serverUser()
  if (uid === process.getuid?.()) return
  chownSync(to, uid, gid)
  for (const entry of readdirSync(to, {recursive: true, withFileTypes: true})) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, gid)
  }
}
