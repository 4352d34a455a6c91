import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {
  historyOf,
  type Ledger,
  legalMoves,
  listPages,
  movePages,
  notePages,
  openLedger,
  routedPages,
} from '../../src/ledger/index.ts'
import type {Canary} from '../../src/ledger/types.ts'
import {record, someFile, someSite} from '../support/scanned-site.ts'

const ana = {who: 'ana', at: '2026-01-02T03:04:05.000Z'}

function ledgerOf(...paths: string[]): Ledger {
  const directory = mkdtempSync(join(tmpdir(), 'migrate-ledger-'))
  const ledger = openLedger(join(directory, 'ledger.db'), {create: true})
  onTestFinished(() => {
    ledger.close()
    rmSync(directory, {recursive: true})
  })
  record(ledger, someSite(paths.map((path) => someFile(path, path))), ana)
  return ledger
}

test('takes a page from todo to done and back, and says who serves it', () => {
  const ledger = ledgerOf('cart.php')
  const way = (['scaffold', 'start', 'done', 'reopen', 'done'] as const).map(
    (move) => movePages(ledger, ['cart.php'], move, ana)[0],
  )
  expect(way.map((step) => `${step?.from} ${step?.to} ${step?.exposure}`)).toEqual([
    'todo scaffolded php',
    'scaffolded porting php',
    'porting done typescript',
    'done porting php',
    'porting done typescript',
  ])
  expect(historyOf(ledger, 'cart.php').map((event) => event.kind)).toEqual([
    'found',
    'scaffolded',
    'started',
    'done',
    'reopened',
    'done',
  ])
})

test('refuses an illegal move and says which are legal', () => {
  const ledger = ledgerOf('cart.php')
  movePages(ledger, ['cart.php'], 'done', ana)
  const starting = () => movePages(ledger, ['cart.php'], 'start', ana)
  expect(starting).toThrow(
    expect.objectContaining({
      code: 'ILLEGAL_MOVE',
      hint: 'Legal moves: `migrate canary cart.php`, `migrate reopen cart.php`',
    }),
  )
  expect(legalMoves('todo')).toEqual(['scaffold', 'start', 'canary', 'done'])
  expect(legalMoves('retired')).toEqual([])
})

test('keeps whom a page is exposed to until it is done, reopened or exposed to nobody', () => {
  const ledger = ledgerOf('a.php')
  const now = () => routedPages(ledger).map(({path, exposure, canary}) => ({path, exposure, canary}))
  const expose = (canary?: Canary) => movePages(ledger, ['a.php'], 'canary', ana, {canary})
  expose({percent: 5})
  expect(now()).toEqual([{path: 'a.php', exposure: 'canary', canary: {percent: 5}}])
  expose({cookie: 'ts'})
  movePages(ledger, ['a.php'], 'scaffold', ana)
  expect(now()).toEqual([{path: 'a.php', exposure: 'canary', canary: {cookie: 'ts'}}])
  movePages(ledger, ['a.php'], 'done', ana)
  expect(now()).toEqual([{path: 'a.php', exposure: 'typescript', canary: null}])
  expose({percent: 1})
  expose()
  expect(now()).toEqual([])
})

test('moves all pages or none', () => {
  const ledger = ledgerOf('a.php', 'b.php')
  movePages(ledger, ['b.php'], 'done', ana)
  expect(() => movePages(ledger, ['a.php', 'b.php'], 'start', ana)).toThrow(/not a legal move/)
  expect(listPages(ledger).map((page) => page.status)).toEqual(['todo', 'done'])
  expect(historyOf(ledger, 'a.php')).toHaveLength(1)
})

test('keeps the reason of a forced move in the history', () => {
  const ledger = ledgerOf('cart.php')
  movePages(ledger, ['cart.php'], 'done', ana, {forced: true, reason: 'nobody uses the export'})
  expect(historyOf(ledger, 'cart.php').at(-1)).toMatchObject({forced: true, text: 'nobody uses the export', who: 'ana'})
})

test('never changes and never deletes history', () => {
  const ledger = ledgerOf('cart.php')
  notePages(ledger, ['cart.php'], 'first', ana)
  expect(() => ledger.database.exec('DELETE FROM events')).toThrow(/never deleted/)
  expect(() => ledger.database.exec(`UPDATE events SET text = ''`)).toThrow(/never changed/)
  expect(historyOf(ledger, 'cart.php').at(-1)?.text).toBe('first')
})
