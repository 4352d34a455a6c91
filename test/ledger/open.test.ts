import {spawn} from 'node:child_process'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import Database from 'better-sqlite3'
import {expect, onTestFinished, test} from 'vitest'
import {checkSite, documentRootOf, listPages, lockScan, openLedger} from '../../src/ledger/index.ts'
import {record, someFile, someSite} from '../support/scanned-site.ts'

const ana = {who: 'ana', at: '2026-01-02T03:04:05.000Z'}

function newFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'migrate-ledger-'))
  onTestFinished(() => rmSync(directory, {recursive: true, force: true}))
  return join(directory, 'ledger.db')
}

test('says that there is no ledger, and makes none by looking', () => {
  const file = newFile()
  expect(() => openLedger(file)).toThrow(expect.objectContaining({code: 'NO_LEDGER'}))
  expect(existsSync(file)).toBe(false)
})

test.each([
  ['text', Buffer.from('This is not a database, whatever its name says.'.repeat(40))],
  ['zeros', Buffer.alloc(5000)],
])('refuses a file that is not a database (%s) and leaves it as it is', (_, content) => {
  const file = newFile()
  writeFileSync(file, content)
  expect(() => openLedger(file, {create: true})).toThrow(expect.objectContaining({code: 'NOT_A_LEDGER'}))
  expect(readFileSync(file).equals(content)).toBe(true)
})

test('refuses the database of another program', () => {
  const file = newFile()
  const other = new Database(file)
  other.exec('CREATE TABLE customers (name TEXT)')
  other.close()
  expect(() => openLedger(file, {create: true})).toThrow(expect.objectContaining({code: 'NOT_A_LEDGER'}))
})

test('refuses a ledger that a newer migrate wrote, and leaves it as it is', () => {
  const file = newFile()
  openLedger(file, {create: true}).close()
  const newer = new Database(file)
  newer.pragma('user_version = 999')
  newer.close()
  expect(() => openLedger(file)).toThrow(
    expect.objectContaining({code: 'LEDGER_NEWER', hint: expect.stringContaining('Update migrate')}),
  )
})

test('says that another process holds the ledger', () => {
  const file = newFile()
  const ledger = openLedger(file, {create: true, patience: 50})
  const holder = new Database(file)
  holder.exec('BEGIN IMMEDIATE')
  onTestFinished(() => {
    ledger.close()
    holder.close()
  })
  const scan = () => record(ledger, someSite([someFile('a.php', 'a')]), ana)
  expect(scan).toThrow(expect.objectContaining({code: 'LEDGER_LOCKED'}))
  holder.exec('ROLLBACK')
  expect(scan().added).toEqual(['a.php'])
})

test('says that the folder of the ledger is a file', () => {
  const file = newFile()
  writeFileSync(file, '')
  expect(() => openLedger(join(file, 'ledger.db'), {create: true})).toThrow(
    expect.objectContaining({code: 'LEDGER_UNREADABLE'}),
  )
})

test('ties a ledger to one site, with the first scan that is recorded', () => {
  const file = newFile()
  const ledger = openLedger(file, {create: true})
  onTestFinished(() => ledger.close())
  checkSite(ledger, '/srv/forum')
  expect(() => openLedger(file)).toThrow(expect.objectContaining({code: 'NO_LEDGER'}))
  record(ledger, someSite([someFile('a.php', 'a')]), ana)
  checkSite(ledger, '/srv/shop')
  expect(() => checkSite(ledger, '/srv/forum')).toThrow(expect.objectContaining({code: 'OTHER_SITE'}))
  checkSite(ledger, '/srv/forum', {moved: true})
  record(ledger, {...someSite([someFile('a.php', 'a')]), docroot: '/srv/new/shop'}, ana)
  expect(documentRootOf(ledger)).toBe('/srv/new/shop')
})

test('lets the second scan wait for the first', async () => {
  const file = newFile()
  const unlock = await lockScan(file)
  let waited = 0
  const second = lockScan(file, {onWait: () => waited++})
  await new Promise((resolve) => setTimeout(resolve, 250))
  expect(waited).toBe(1)
  unlock()
  ;(await second)()
  await expect(Promise.all([lockScan(file), lockScan(file, {patience: 0})])).rejects.toMatchObject({
    code: 'SCAN_RUNNING',
  })
})

test('leaves the ledger as before or as after when a scan is killed in the middle of writing', async () => {
  const file = newFile()
  const before = openLedger(file, {create: true})
  record(before, someSite([someFile('a.php', 'a')]), ana)
  before.close()
  for (const delay of [0, 3, 10, 30, 60]) {
    const child = spawn(process.execPath, [
      '--input-type=module-typescript',
      '--eval',
      `const {openLedger, recordScan, scanMemory} = await import(${JSON.stringify(new URL('../../src/ledger/index.ts', import.meta.url).href)})
       const {someFile, someSite} = await import(${JSON.stringify(new URL('../support/scanned-site.ts', import.meta.url).href)})
       const ledger = openLedger(${JSON.stringify(file)})
       const files = Array.from({length: 4000}, (_, i) => someFile(\`p\${i}.php\`, String(i)))
       process.stdout.write('writing')
       recordScan(ledger, someSite([someFile('a.php', 'changed'), ...files]), scanMemory(ledger, 1), ${JSON.stringify(ana)})`,
    ])
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await new Promise((resolve) => setTimeout(resolve, delay))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    const after = openLedger(file)
    expect([1, 4001]).toContain(listPages(after).length)
    expect(after.database.pragma('integrity_check', {simple: true})).toBe('ok')
    after.close()
  }
})

test('is made by one of several processes that open it at the same moment, and all have it', async () => {
  const files = Array.from({length: 40}, newFile)
  const index = new URL('../../src/ledger/index.ts', import.meta.url).href
  // All wait for the same instants, 25 ms apart.
  const program = `const {openLedger} = await import(${JSON.stringify(index)})
    let at = ${Date.now() + 1000}
    for (const file of ${JSON.stringify(files)}) {
      while (Date.now() < at);
      at += 25
      openLedger(file, {create: true}).close()
    }`
  const processes = [1, 2, 3, 4].map(() => spawn(process.execPath, ['--input-type=module', '--eval', program]))
  const said = await Promise.all(
    processes.map(async (child) => {
      let output = ''
      child.stderr.on('data', (data) => {
        output += data
      })
      const status = await new Promise((resolve) => child.once('close', resolve))
      return `${status} ${output}`
    }),
  )
  expect(said).toEqual(Array.from({length: 4}, () => '0 '))
})
