/** Folders of our own that a web server reads while it runs: markers, and tables of pages. */
import {existsSync, readdirSync, statSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {MigrateError} from '../errors.ts'
import type {ServerTree} from '../servers/types.ts'
import {contentOf, explaining, type FileChange} from './changes.ts'

/** Says that a folder is ours, so that what is not wanted in it may be removed. */
const OWNER_FILE = '.migrate-folder'
const OWNER_TEXT = Buffer.from('Written by `migrate`: what is in here belongs to it, other files are removed.\n')

/**
 * What makes a folder hold exactly the files of the tree.
 *
 * @throws MigrateError FOLDER_NOT_OURS when it has files and not our mark: they are somebody's; FOLDER_WRITABLE when every
 *   user of the machine could put files into it, and so send pages where he likes
 */
export function changesOfTree({root, files}: ServerTree): FileChange[] {
  const folder = resolve(root)
  checkSafe(folder)
  const present = explaining(folder, 'read', () => filesBelow(folder))
  const existing = new Set(present)
  const isOurs = existing.has(OWNER_FILE)
  if (!isOurs && present.length > 0) {
    throw new MigrateError(
      'FOLDER_NOT_OURS',
      `\`${folder}\` has files and is not a folder of \`migrate\`: they would be removed`,
      'Name an empty folder, or one that does not exist',
    )
  }
  const wanted = new Map<string, Uint8Array>([[OWNER_FILE, OWNER_TEXT], ...files])
  const changes = [...wanted].map(([name, content]): FileChange => {
    const file = join(folder, name)
    return {file, before: existing.has(name) ? contentOf(file) : undefined, after: Buffer.from(content)}
  })
  const unwanted = present.filter((name) => !wanted.has(name))
  return [
    ...changes,
    ...unwanted.map((name) => ({file: join(folder, name), before: contentOf(join(folder, name)), after: undefined})),
  ]
}

/**
 * Paths below a folder, sorted; none when it does not exist. Node's own `recursive` asks the system about every file once
 * more.
 */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  const found: string[] = []
  const waiting = ['']
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const entry of readdirSync(`${folder}/${below}`, {withFileTypes: true})) {
      if (entry.isDirectory()) waiting.push(`${below}${entry.name}/`)
      else found.push(below + entry.name)
    }
  }
  return found.sort()
}

/** The folder, or the nearest above it that exists, must not be open to all users; one with the sticky bit is, to new names only. */
function checkSafe(folder: string): void {
  const existing = nearestExisting(folder)
  const {mode} = statSync(existing)
  const isOpen = (mode & 0o002) !== 0
  if (!isOpen || (existing !== folder && (mode & 0o1000) !== 0)) return
  throw new MigrateError(
    'FOLDER_WRITABLE',
    `Every user of this machine can write into \`${existing}\`, and could so send pages to the backend or take them away`,
    `Take the right away: \`chmod o-w ${existing}\`, or use a folder such as \`/var/lib/migrate\``,
  )
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}
