import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {onTestFinished} from 'vitest'
import {DEFAULT_EXTENSIONS, scanSite} from '../../src/scan/index.ts'
import type {
  FileFacts,
  PreviousFile,
  ScanMemory,
  ScannedFile,
  ScannedSite,
  ScanOptions,
  SiteFacts,
  SiteSum,
  StoredFacts,
} from '../../src/scan/types.ts'

/** A site of some files in a temporary directory, gone after the test. */
export function temporarySite(files: Record<string, string | Buffer> = {}): string {
  const docroot = mkdtempSync(join(tmpdir(), 'site-'))
  onTestFinished(() => rmSync(docroot, {recursive: true, force: true}))
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(docroot, path)), {recursive: true})
    writeFileSync(join(docroot, path), contents)
  }
  return docroot
}

/** A file with the facts that were found in this scan. */
export type FileWithFacts = ScannedFile & {facts?: FileFacts}
export type SiteWithFacts = Omit<ScannedSite, 'files'> & {files: FileWithFacts[]}

/** Keeps what scans find, as a ledger does. */
export class TestMemory implements ScanMemory {
  sum?: SiteSum
  previous = new Map<string, PreviousFile>()
  readonly known = new Map<string, StoredFacts>()
  /** What the last scan found anew, by hash. */
  found = new Map<string, FileFacts>()

  files = (): ReadonlyMap<string, PreviousFile> => this.previous

  siteFacts = (hash: string): SiteFacts | undefined => {
    const facts = this.known.get(hash)
    return facts && (JSON.parse(facts.site) as SiteFacts)
  }

  keep = (hash: string, facts: StoredFacts): void => {
    this.known.set(hash, facts)
    this.found.set(hash, {...JSON.parse(facts.own), ...JSON.parse(facts.site)})
  }

  /** What is recorded of a scan. */
  record(site: ScannedSite): void {
    if (site.sum) this.sum = site.sum
    else delete this.sum
    this.previous = new Map(
      Array.from(site.files, ({path, stat, hash}) => [
        path,
        {...(stat ? {stat} : {}), ...(hash === undefined ? {} : {hash})},
      ]),
    )
  }
}

/** Scans a document root for the first time, or with a memory of earlier scans; `undefined` when nothing changed. */
export async function scanWith(
  memory: TestMemory,
  docroot: string,
  options: Partial<ScanOptions> = {},
): Promise<SiteWithFacts | undefined> {
  memory.found = new Map()
  const site = await scanSite({docroot, exclude: [], extensions: DEFAULT_EXTENSIONS, memory, ...options})
  if (!site) return undefined
  memory.record(site)
  const files = Array.from(site.files, (file) => {
    const facts = memory.found.get(file.hash ?? '')
    return {...file, ...(facts ? {facts} : {})}
  })
  return {...site, files}
}

/** Scans a document root for the first time. */
export async function scan(docroot: string, options: Partial<ScanOptions> = {}): Promise<SiteWithFacts> {
  const site = await scanWith(new TestMemory(), docroot, options)
  if (!site) throw new Error('A first scan can not find that nothing changed')
  return site
}

export async function scanFiles(files: Record<string, string | Buffer>): Promise<SiteWithFacts> {
  return scan(temporarySite(files))
}

export function fileOf(site: SiteWithFacts, path: string): FileWithFacts {
  const file = site.files.find((candidate) => candidate.path === path)
  if (!file) throw new Error(`${path} was not found, but ${site.files.map((other) => other.path).join(', ')}`)
  return file
}

/** Until files are old enough for their stat to be trusted. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60))
}
