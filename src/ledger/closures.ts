/** The files that pages include. Many pages include the same ones: each set is stored and summed up once. */
import {hash} from 'node:crypto'
import type {PagePath} from '../page.ts'
import type {ScannedFile, ScannedSite} from '../scan/types.ts'
import type {Ledger} from './open.ts'

interface KnownClosure {
  id: number
  /** SHA-1 over the names and contents of its files. */
  contents: string
}

/** The closures of one scan; for use inside a transaction of this folder. */
export class ClosureTable {
  private readonly known = new Map<readonly PagePath[], KnownClosure>()
  private readonly hashes: ScannedSite['hashes']
  private readonly insert: (hash: string, paths: string) => number

  constructor({database}: Ledger, site: ScannedSite) {
    this.hashes = site.hashes
    const add = database.prepare<[string, string]>('INSERT INTO closures (hash, paths) VALUES (?, ?)')
    const find = database.prepare<[string], number>('SELECT id FROM closures WHERE hash = ?').pluck()
    this.insert = (sum, paths) => find.get(sum) ?? Number(add.run(sum, paths).lastInsertRowid)
  }

  /** The number of a closure in the ledger; `null` of an empty one. */
  id(closure: readonly PagePath[]): number | null {
    return closure.length === 0 ? null : this.of(closure).id
  }

  /** Changes whenever the file or anything that it includes changes. */
  fingerprint({hash: own = '', closure}: ScannedFile): string {
    return hash('sha1', closure.length === 0 ? own : `${own}\0${this.of(closure).contents}`)
  }

  private of(closure: readonly PagePath[]): KnownClosure {
    const before = this.known.get(closure)
    if (before) return before
    const paths = JSON.stringify(closure)
    const contents = closure.map((path) => `${path}\0${this.hashes.get(path) ?? ''}`).join('\0')
    const known = {id: this.insert(hash('sha1', paths), paths), contents: hash('sha1', contents)}
    this.known.set(closure, known)
    return known
  }
}
