/** Scan results made by hand, for tests of what comes after the scan. */
import {createHash} from 'node:crypto'
import type {FileFacts, ScannedFile, ScannedSite} from '../../src/scan/types.ts'

/** Facts of a file that does nothing, with changes. */
export function someFacts(changes: Partial<FileFacts> = {}): FileFacts {
  return {
    lines: 10,
    bytes: 200,
    inlineHtmlBytes: 0,
    inputs: [],
    includes: [],
    session: [],
    outputs: [],
    definitions: [],
    calls: [],
    links: [],
    notes: [],
    topLevelStatements: 3,
    problems: [],
    ...changes,
  } as FileFacts
}

/** A file of the scan; its hash follows from `content`. */
export function someFile(path: string, content: string, changes: Partial<ScannedFile> = {}): ScannedFile {
  return {
    path,
    stat: {size: content.length, mtime: '1', ctime: '1', inode: '1:1'},
    hash: createHash('sha1').update(content).digest('hex'),
    facts: someFacts(),
    problems: [],
    role: 'page',
    confidence: 0.9,
    evidence: [],
    includes: [],
    closure: [],
    session: 'none',
    sessionEvidence: [],
    access: [],
    ...changes,
  }
}

/** A scan of these files. */
export function someSite(files: ScannedFile[]): ScannedSite {
  return {docroot: '/srv/shop', files, read: files.length, accessRules: [], settings: [], problems: []}
}
