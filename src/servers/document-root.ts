/** Document roots as web servers compare them. */
import {posix} from 'node:path'
import type {Notice} from '../routes/notice.ts'

/** The roots without slashes at the end or twice in a row, each once, sorted; or why they can't be used. */
export function normaliseRoots(roots: readonly string[]): string[] | Notice {
  const unusable = roots.some((root) => !root.startsWith('/') || /[\x00-\x1f\x7f]/.test(root) || !root.isWellFormed())
  if (roots.length === 0 || unusable) return badRoot
  return [...new Set(roots.map((root) => posix.normalize(root).replace(/\/$/, '')))].sort()
}

const badRoot: Notice = {
  code: 'DOCUMENT_ROOT',
  reason: 'The document root is not an absolute path, or has a control character or a byte that is not UTF-8',
  remedy: 'Give the `DocumentRoot` of the web server, as its configuration has it',
}
