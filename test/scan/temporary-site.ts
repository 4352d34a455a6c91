import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {onTestFinished} from 'vitest'
import {DEFAULT_EXTENSIONS, scanSite} from '../../src/scan/index.ts'
import type {PreviousFile, ScannedFile, ScannedSite, ScanOptions} from '../../src/scan/types.ts'

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

/** Scans a document root for the first time, or with other options. */
export function scan(docroot: string, options: Partial<ScanOptions> = {}): Promise<ScannedSite> {
  return scanSite({
    docroot,
    exclude: [],
    extensions: DEFAULT_EXTENSIONS,
    previous: new Map(),
    factsOfHash: () => undefined,
    ...options,
  })
}

export async function scanFiles(files: Record<string, string | Buffer>): Promise<ScannedSite> {
  return scan(temporarySite(files))
}

export function fileOf(site: ScannedSite, path: string): ScannedFile {
  const file = site.files.find((candidate) => candidate.path === path)
  if (!file) throw new Error(`${path} was not found, but ${site.files.map((other) => other.path).join(', ')}`)
  return file
}

/** What a ledger keeps of a scan for the next one. */
export function remembered(
  site: ScannedSite,
  before: ReadonlyMap<string, PreviousFile> = new Map(),
): Map<string, PreviousFile> {
  return new Map(
    site.files.map(({path, stat, hash, facts}) => {
      const known = facts ?? before.get(path)?.facts
      return [path, {...(stat ? {stat} : {}), ...(hash === undefined ? {} : {hash}), ...(known ? {facts: known} : {})}]
    }),
  )
}

/** Until files are old enough for their stat to be trusted. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60))
}
