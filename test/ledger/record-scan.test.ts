import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {
  assignPages,
  factsOfHash,
  historyOf,
  type Ledger,
  listPages,
  movePages,
  notePages,
  openLedger,
  previousFiles,
  readPage,
  recordScan,
} from '../../src/ledger/index.ts'
import {someFacts, someFile, someSite} from '../support/scanned-site.ts'

const ana = {who: 'ana', at: '2026-01-02T03:04:05.000Z'}

function newLedger(): Ledger {
  const directory = mkdtempSync(join(tmpdir(), 'migrate-ledger-'))
  const ledger = openLedger(join(directory, '.migrate', 'ledger.db'), {create: true})
  onTestFinished(() => {
    ledger.close()
    rmSync(directory, {recursive: true})
  })
  return ledger
}

test('keeps status, owner, notes and history of a page over a second scan', () => {
  const ledger = newLedger()
  recordScan(ledger, someSite([someFile('cart.php', 'one')]), 1, ana)
  movePages(ledger, ['cart.php'], 'start', ana)
  assignPages(ledger, ['cart.php'], 'ben', ana)
  notePages(ledger, ['cart.php'], 'mind the coupon', ana)
  const record = recordScan(ledger, someSite([someFile('cart.php', 'two')]), 1, ana)
  expect(record.changed).toEqual(['cart.php'])
  expect(listPages(ledger)).toMatchObject([{path: 'cart.php', status: 'porting', owner: 'ben', exposure: 'php'}])
  expect(historyOf(ledger, 'cart.php').map((event) => event.kind)).toEqual(['found', 'started', 'assigned', 'note'])
})

test('marks a page whose file disappeared as gone, and takes it back with its status', () => {
  const ledger = newLedger()
  const cart = someFile('cart.php', 'one')
  recordScan(ledger, someSite([cart, someFile('list.php', 'x')]), 1, ana)
  movePages(ledger, ['cart.php'], 'start', ana)
  expect(recordScan(ledger, someSite([someFile('list.php', 'x')]), 1, ana).gone).toEqual(['cart.php'])
  expect(listPages(ledger)[0]).toMatchObject({path: 'cart.php', flags: ['gone'], status: 'porting'})
  expect(() => movePages(ledger, ['cart.php'], 'done', ana)).toThrow(/no longer in the site/)
  expect(recordScan(ledger, someSite([cart, someFile('list.php', 'x')]), 1, ana).returned).toEqual(['cart.php'])
  expect(listPages(ledger)[0]).toMatchObject({flags: [], status: 'porting'})
  expect(historyOf(ledger, 'cart.php').map((event) => event.kind)).toEqual(['found', 'started', 'gone', 'returned'])
})

test('calls a ported page stale when a file that it includes changes, and not before it was ported', () => {
  const ledger = newLedger()
  const page = () => someFile('cart.php', 'page', {closure: ['inc/db.php']})
  const scan = (included: string) =>
    recordScan(ledger, someSite([page(), someFile('inc/db.php', included, {role: 'include'})]), 1, ana).stale
  expect(scan('one')).toEqual([])
  expect(scan('two')).toEqual([])
  movePages(ledger, ['cart.php'], 'done', ana)
  expect(scan('two')).toEqual([])
  expect(scan('three')).toEqual(['cart.php'])
  expect(scan('two')).toEqual([])
})

test('gives the next scan what it needs to read only what changed', () => {
  const ledger = newLedger()
  const cart = someFile('cart.php', 'one', {facts: someFacts({lines: 42})})
  recordScan(
    ledger,
    someSite([cart, someFile('broken.php', '', {problems: [{kind: 'unreadable', message: 'no'}]})]),
    1,
    ana,
  )
  expect(previousFiles(ledger, 1).get('cart.php')).toEqual({stat: cart.stat, hash: cart.hash, facts: cart.facts})
  expect(previousFiles(ledger, 2).size).toBe(0)
  expect(factsOfHash(ledger, 1)(cart.hash ?? '')?.lines).toBe(42)
  expect(factsOfHash(ledger, 2)(cart.hash ?? '')).toBeUndefined()
})

test('keeps everything that was found about a file', () => {
  const ledger = newLedger()
  const facts = someFacts({
    inputs: [
      {line: 3, source: 'get', key: 'id', access: 'read', conversion: 'int', text: "(int) $_GET['id']"},
      {line: 9, source: 'get', key: 'id', access: 'read', text: "$_GET['id']"},
    ],
  })
  const edge = {from: 'cart.php', line: 2, text: "'inc/db.php'", targets: ['inc/db.php'], how: 'literal' as const}
  recordScan(
    ledger,
    someSite([
      someFile('cart.php', 'one', {facts, includes: [edge], closure: ['inc/db.php'], session: 'write'}),
      someFile('inc/db.php', 'db', {role: 'include'}),
    ]),
    1,
    ana,
  )
  expect(listPages(ledger)[0]?.inputs).toEqual([{source: 'get', key: 'id', line: 3}])
  expect(readPage(ledger, 'cart.php')).toMatchObject({
    includes: [edge],
    closure: ['inc/db.php'],
    session: 'write',
    facts,
  })
  expect(readPage(ledger, 'inc/db.php').includedBy).toEqual(['cart.php'])
})

test('names the page that was meant when a name is mistyped', () => {
  const ledger = newLedger()
  recordScan(ledger, someSite([someFile('cart.php', 'one')]), 1, ana)
  expect(() => readPage(ledger, 'carts.php')).toThrow(
    expect.objectContaining({hint: expect.stringContaining('`cart.php`')}),
  )
})

test('does not call a page gone because its folder can not be read, and says of an excluded one that it is', () => {
  const ledger = newLedger()
  recordScan(ledger, someSite([someFile('admin/a.php', 'a'), someFile('uploads/b.php', 'b')]), 1, ana)
  const problems = [{path: 'admin', kind: 'unreadable' as const, message: 'permission denied'}]
  const record = recordScan(ledger, {...someSite([]), problems}, 1, ana, (path) => path === 'uploads/b.php')
  expect(record).toMatchObject({gone: ['uploads/b.php'], siteProblems: problems})
  expect(listPages(ledger)[0]).toMatchObject({path: 'admin/a.php', flags: []})
  expect(historyOf(ledger, 'uploads/b.php').at(-1)).toMatchObject({kind: 'gone', text: 'excluded from the scan'})
})
