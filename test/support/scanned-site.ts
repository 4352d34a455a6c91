/** Scan results made by hand, for tests of what comes after the scan. */
import {createHash} from 'node:crypto'
import {type Ledger, recordScan, scanMemory} from '../../src/ledger/index.ts'
import type {Actor, ScanRecord} from '../../src/ledger/types.ts'
import {storedFacts} from '../../src/scan/stored-facts.ts'
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
    lines: 10,
    problems: [],
    role: 'page',
    confidence: 0.9,
    evidence: [],
    includes: [],
    closure: [],
    session: 'none',
    sessionEvidence: [],
    access: [],
    linkedFrom: [],
    tables: {reads: [], writes: []},
    effort: {points: 0, size: 'XS', reasons: []},
    reach: 1,
    ...changes,
  }
}

/** A scan of these files. */
export function someSite(files: ScannedFile[]): ScannedSite {
  const hashes = new Map(files.map(({path, hash}) => [path, hash]))
  const nothing = {exclude: [], accessRules: [], settings: [], problems: []}
  return {docroot: '/srv/shop', hashes, files, read: files.length, ...nothing}
}

/** Records a scan as the analyser with this version would have made it; `facts` are those of files, by path. */
export function record(
  ledger: Ledger,
  site: ScannedSite,
  actor: Actor,
  {
    analyser = 1,
    facts = {},
    isExcluded,
  }: {
    analyser?: number
    facts?: Record<string, FileFacts>
    isExcluded?: (path: string) => boolean
  } = {},
): ScanRecord {
  const memory = scanMemory(ledger, analyser)
  for (const {path, hash} of site.files) if (hash) memory.keep(hash, storedFacts(facts[path] ?? someFacts()))
  return recordScan(ledger, site, memory, actor, isExcluded)
}
