import {resolve} from 'node:path'
import {DEFAULT_EXTENSIONS, scanSite} from '../src/scan/index.ts'
import type {ScannedFile} from '../src/scan/types.ts'

/** Scans a tree as if for the first time, without a ledger. */
export async function freshScan(directory: string): Promise<{files: ScannedFile[]}> {
  const site = await scanSite({
    docroot: resolve(directory),
    exclude: [],
    extensions: DEFAULT_EXTENSIONS,
    memory: {files: () => new Map(), siteFacts: () => undefined, keep: () => {}},
  })
  if (!site) throw new Error('A first scan can not find that nothing changed')
  return {files: [...site.files]}
}
