import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {
  assignPages,
  historyOf,
  type Ledger,
  listPages,
  movePages,
  notePages,
  openLedger,
  readPage,
  scanMemory,
  settingsOf,
} from '../../src/ledger/index.ts'
import type {ServerSetting} from '../../src/scan/types.ts'
import {record, someFacts, someFile, someSite} from '../support/scanned-site.ts'

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
  record(ledger, someSite([someFile('cart.php', 'one')]), ana)
  movePages(ledger, ['cart.php'], 'start', ana)
  assignPages(ledger, ['cart.php'], 'ben', ana)
  notePages(ledger, ['cart.php'], 'mind the coupon', ana)
  const {changed} = record(ledger, someSite([someFile('cart.php', 'two')]), ana)
  expect(changed).toEqual(['cart.php'])
  expect(listPages(ledger)).toMatchObject([{path: 'cart.php', status: 'porting', owner: 'ben', exposure: 'php'}])
  expect(historyOf(ledger, 'cart.php').map((event) => event.kind)).toEqual(['found', 'started', 'assigned', 'note'])
})

test('marks a page whose file disappeared as gone, and takes it back with its status', () => {
  const ledger = newLedger()
  const cart = someFile('cart.php', 'one')
  record(ledger, someSite([cart, someFile('list.php', 'x')]), ana)
  movePages(ledger, ['cart.php'], 'start', ana)
  expect(record(ledger, someSite([someFile('list.php', 'x')]), ana).gone).toEqual(['cart.php'])
  expect(listPages(ledger)[0]).toMatchObject({path: 'cart.php', flags: ['gone'], status: 'porting'})
  expect(() => movePages(ledger, ['cart.php'], 'done', ana)).toThrow(/no longer in the site/)
  expect(record(ledger, someSite([cart, someFile('list.php', 'x')]), ana).returned).toEqual(['cart.php'])
  expect(listPages(ledger)[0]).toMatchObject({flags: [], status: 'porting'})
  expect(historyOf(ledger, 'cart.php').map((event) => event.kind)).toEqual(['found', 'started', 'gone', 'returned'])
})

test('calls a ported page stale when a file that it includes changes, and not before it was ported', () => {
  const ledger = newLedger()
  const page = () => someFile('cart.php', 'page', {closure: ['inc/db.php']})
  const scan = (included: string) =>
    record(ledger, someSite([page(), someFile('inc/db.php', included, {role: 'include'})]), ana).stale
  expect(scan('one')).toEqual([])
  expect(scan('two')).toEqual([])
  movePages(ledger, ['cart.php'], 'done', ana)
  expect(scan('two')).toEqual([])
  expect(scan('three')).toEqual(['cart.php'])
  expect(scan('two')).toEqual([])
})

test('gives the next scan what it needs to read only what changed', () => {
  const ledger = newLedger()
  const cart = someFile('cart.php', 'one')
  const broken = someFile('broken.php', '', {problems: [{kind: 'unreadable', message: 'no'}]})
  const sum = {tree: 'abc', others: {'logo.png': true}}
  record(ledger, {...someSite([cart, broken]), sum}, ana, {facts: {'cart.php': someFacts({lines: 42})}})
  const memory = scanMemory(ledger, 1)
  expect(memory.sum).toEqual(sum)
  expect(memory.files().get('cart.php')).toEqual({stat: cart.stat, hash: cart.hash})
  expect(memory.siteFacts(cart.hash ?? '')?.lines).toBe(42)
  const other = scanMemory(ledger, 2)
  expect(other.files().size).toBe(0)
  expect(other.siteFacts(cart.hash ?? '')).toBeUndefined()
})

test('does not call a ported page stale because a new analyser finds other includes, only because a file changed', () => {
  const ledger = newLedger()
  const site = (contents: string, closure: string[]) =>
    someSite([someFile('cart.php', 'page', {closure}), someFile('inc/a.php', contents), someFile('inc/b.php', 'b')])
  record(ledger, site('a', ['inc/a.php']), ana)
  movePages(ledger, ['cart.php'], 'done', ana)
  expect(record(ledger, site('a', ['inc/a.php', 'inc/b.php']), ana, {analyser: 2}).stale).toEqual([])
  expect(record(ledger, site('changed', ['inc/a.php', 'inc/b.php']), ana, {analyser: 3}).stale).toEqual(['cart.php'])
  expect(record(ledger, site('changed', ['inc/a.php']), ana, {analyser: 4}).stale).toEqual(['cart.php'])
})

test('leaves what did not change as it was written, to the row', () => {
  const ledger = newLedger()
  const site = () => someSite([someFile('a.php', 'a', {closure: ['b.php']}), someFile('b.php', 'b')])
  record(ledger, site(), ana)
  const total = () => Number(ledger.database.prepare('SELECT total_changes()').pluck().get())
  const before = total()
  record(ledger, site(), ana)
  const unchanged = total() - before
  record(ledger, someSite([someFile('a.php', 'changed', {closure: ['b.php']}), someFile('b.php', 'b')]), ana)
  expect(total() - before - unchanged).toBe(unchanged + 2)
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
  record(
    ledger,
    someSite([
      someFile('cart.php', 'one', {includes: [edge], closure: ['inc/db.php'], session: 'write'}),
      someFile('inc/db.php', 'db', {role: 'include'}),
    ]),
    ana,
    {facts: {'cart.php': facts}},
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
  record(ledger, someSite([someFile('cart.php', 'one')]), ana)
  expect(() => readPage(ledger, 'carts.php')).toThrow(
    expect.objectContaining({hint: expect.stringContaining('`cart.php`')}),
  )
})

test('does not call a page gone because its folder can not be read, and says of an excluded one that it is', () => {
  const ledger = newLedger()
  record(ledger, someSite([someFile('admin/a.php', 'a'), someFile('uploads/b.php', 'b')]), ana)
  const problems = [{path: 'admin', kind: 'unreadable' as const, message: 'permission denied'}]
  const found = record(ledger, {...someSite([]), problems}, ana, {isExcluded: (path) => path === 'uploads/b.php'})
  expect(found).toMatchObject({gone: ['uploads/b.php'], siteProblems: problems})
  expect(listPages(ledger)[0]).toMatchObject({path: 'admin/a.php', flags: []})
  expect(historyOf(ledger, 'uploads/b.php').at(-1)).toMatchObject({kind: 'gone', text: 'excluded from the scan'})
})

test('gives back the settings of the last scan in their order, and none of those of an earlier version', () => {
  const ledger = newLedger()
  expect(settingsOf(ledger)).toBeUndefined()
  const settings: ServerSetting[] = [
    {
      file: '.htaccess',
      kind: 'rewrite',
      name: '^b$',
      value: 'b.php',
      target: 'b.php',
      text: 'RewriteRule ^b$ b.php [L]',
      line: 3,
      args: ['^b$', 'b.php', '[L]'],
      sections: [{name: 'ifmodule', args: ['mod_rewrite.c']}],
    },
    {
      file: '.htaccess',
      kind: 'routing',
      name: 'options',
      value: 'None',
      text: 'Options None',
      line: 1,
      args: ['None'],
      sections: [],
    },
  ]
  record(ledger, {...someSite([someFile('b.php', 'x')]), settings}, ana)
  expect(settingsOf(ledger)).toEqual(settings)
  record(ledger, someSite([someFile('b.php', 'x')]), ana)
  expect(settingsOf(ledger)).toEqual([])
})
