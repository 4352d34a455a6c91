import {execFileSync} from 'node:child_process'
import {appendFileSync, chmodSync, renameSync, symlinkSync, unlinkSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {analyse} from '../../src/scan/analyse.ts'
import {readSource} from '../../src/scan/read-source.ts'
import {fileOf, type SiteWithFacts, scan, scanWith, settled, TestMemory, temporarySite} from './temporary-site.ts'

const PAGES = {
  'a.php': '<?php echo $_GET["a"];',
  'b.php': '<?php include "c.php";',
  'c.php': '<?php session_start(); echo 1;',
}

async function scanTwice(docroot: string, between: () => void): Promise<[SiteWithFacts, SiteWithFacts | undefined]> {
  await settled()
  const memory = new TestMemory()
  const first = await scanWith(memory, docroot)
  between()
  return [first as SiteWithFacts, await scanWith(memory, docroot)]
}

async function scanChanged(docroot: string, between: () => void): Promise<[SiteWithFacts, SiteWithFacts]> {
  const [first, second] = await scanTwice(docroot, between)
  if (!second) throw new Error('The change was not seen')
  return [first, second]
}

describe('scanning again', () => {
  it('knows a site in which nothing changed by its stats', async () => {
    const [first, second] = await scanTwice(temporarySite(PAGES), () => {})
    expect(first.read).toBe(3)
    expect(second).toBeUndefined()
  })

  it('reads only what changed, and sees what that means for others', async () => {
    const docroot = temporarySite(PAGES)
    const [, second] = await scanChanged(docroot, () =>
      writeFileSync(`${docroot}/c.php`, '<?php session_start(); $_SESSION["x"] = 1;'),
    )
    expect(second.read).toBe(1)
    expect(fileOf(second, 'c.php').facts).toBeDefined()
    expect(fileOf(second, 'b.php')).toMatchObject({session: 'write'})
    expect(fileOf(second, 'b.php').facts).toBeUndefined()
  })

  it('sees an edit that keeps size and modification time', async () => {
    const docroot = temporarySite(PAGES)
    const seconds = 1_000_000_000
    utimesSync(`${docroot}/a.php`, seconds, seconds)
    const [first, second] = await scanChanged(docroot, () => {
      writeFileSync(`${docroot}/a.php`, '<?php echo $_GET["b"];')
      utimesSync(`${docroot}/a.php`, seconds, seconds)
    })
    expect(fileOf(second, 'a.php').hash).not.toBe(fileOf(first, 'a.php').hash)
  })

  it('does not trust the stat of a file that changed just now', async () => {
    const docroot = temporarySite(PAGES)
    await settled()
    appendFileSync(`${docroot}/a.php`, '\n')
    const memory = new TestMemory()
    const first = (await scanWith(memory, docroot)) as SiteWithFacts
    expect(first.files.map(({path, stat}) => [path, stat !== undefined])).toEqual([
      ['a.php', false],
      ['b.php', true],
      ['c.php', true],
    ])
    expect(first.sum).toBeUndefined()
    expect((await scanWith(memory, docroot))?.read).toBe(1)
  })

  it.each<[string, (docroot: string) => void]>([
    ['a file more', (docroot) => writeFileSync(`${docroot}/d.php`, '')],
    ['a file less', (docroot) => unlinkSync(`${docroot}/a.php`)],
    ['another name', (docroot) => renameSync(`${docroot}/a.php`, `${docroot}/d.php`)],
    ['another .htaccess', (docroot) => writeFileSync(`${docroot}/.htaccess`, 'Require all denied')],
    [
      'a file that is a link now',
      (docroot) => {
        renameSync(`${docroot}/a.php`, `${docroot}/../moved.php`)
        symlinkSync('../moved.php', `${docroot}/a.php`)
      },
    ],
    ['a file that another one includes, though it is not PHP', (docroot) => writeFileSync(`${docroot}/part.html`, '')],
  ])('sees %s', async (_, change) => {
    const parent = temporarySite({'site/a.php': '<?php include "part.html";', 'site/b.php': PAGES['b.php']})
    const [, second] = await scanTwice(join(parent, 'site'), () => change(join(parent, 'site')))
    expect(second).toBeDefined()
  })

  it('sees that a person gave a file another role', async () => {
    const docroot = temporarySite(PAGES)
    await settled()
    const memory = new TestMemory()
    await scanWith(memory, docroot)
    const roles = new Map([['c.php', {role: 'page', because: 'classified by anna'} as const]])
    const second = await scanWith(memory, docroot, {roles})
    expect(second && fileOf(second, 'c.php')).toMatchObject({
      role: 'page',
      confidence: 1,
      evidence: [{because: 'classified by anna', file: 'c.php'}],
    })
    expect(await scanWith(memory, docroot, {roles})).toBeUndefined()
  })

  it('takes facts of known contents from before, wherever they lie', async () => {
    const docroot = temporarySite({'a.php': PAGES['a.php']})
    const memory = new TestMemory()
    await scanWith(memory, docroot)
    renameSync(`${docroot}/a.php`, `${docroot}/z.php`)
    const second = (await scanWith(memory, docroot)) as SiteWithFacts
    expect(fileOf(second, 'z.php')).toMatchObject({lines: 1, role: 'page'})
    expect(memory.found.size).toBe(0)
  })

  it('reads a file again whose facts are not known any more', async () => {
    const docroot = temporarySite(PAGES)
    await settled()
    const memory = new TestMemory()
    await scanWith(memory, docroot)
    memory.known.clear()
    delete memory.sum
    expect((await scanWith(memory, docroot))?.read).toBe(3)
  })

  it('gives the same facts when there is so much that other threads help', async () => {
    const comment = `\n// ${'much ado '.repeat(20)}`.repeat(3500)
    const files = Object.fromEntries(
      Array.from({length: 100}, (_, index) => [`${index}.php`, `<?php f($_GET["a${index}"]);${comment}\ng(${index});`]),
    )
    const site = await scan(temporarySite(files))
    expect(site.files).toHaveLength(100)
    for (const {path, facts} of site.files) {
      expect(facts).toEqual(JSON.parse(JSON.stringify(analyse(Buffer.from(files[path] ?? '')))))
    }
  })
})

describe('a file that is hard to read', () => {
  it('is recorded, whether empty, binary, large or in another encoding', async () => {
    const site = await scan(
      temporarySite({
        'empty.php': '',
        'binary.php': '<?php \0\0',
        'latin.php': Buffer.from('<?php "\xe9";', 'latin1'),
        'large.php': `<?php $x = array(${'"abc",\n'.repeat(1_500_000)});`,
        'huge.php': Buffer.alloc(33 * 1024 * 1024, 'x'),
      }),
    )
    const problems = site.files.map(({path, problems}) => [path, ...problems.map(({kind}) => kind)])
    expect(problems).toEqual([
      ['binary.php', 'binary'],
      ['empty.php', 'empty'],
      ['huge.php', 'too-large'],
      ['large.php'],
      ['latin.php', 'not-utf8'],
    ])
    expect(fileOf(site, 'large.php').facts?.lines).toBe(1_500_001)
    expect(fileOf(site, 'huge.php')).toMatchObject({role: 'unsure', stat: {size: 33 * 1024 * 1024}})
  })

  it('stays known when it can not be read any more', async () => {
    const docroot = temporarySite(PAGES)
    const [first, second] = await scanChanged(docroot, () => {
      unlinkSync(`${docroot}/c.php`)
      execFileSync('mkfifo', [`${docroot}/c.php`])
    })
    const file = fileOf(second, 'c.php')
    expect(file).toMatchObject({hash: fileOf(first, 'c.php').hash, problems: [{kind: 'unreadable'}]})
    expect(file.stat).toBeUndefined()
    expect(fileOf(second, 'b.php').closure).toEqual(['c.php'])
  })

  it('that vanished since it was found has a problem, not an exception', () => {
    expect(readSource(`${temporarySite()}/gone.php`, 0n)).toEqual({
      problem: {kind: 'unreadable', message: 'The file disappeared during the scan'},
    })
  })

  it('without permission is recorded, as is a directory', () => {
    const docroot = temporarySite({'closed.php': '<?php', 'closed/x.php': '<?php', 'open.php': '<?php echo 1;'})
    chmodSync(`${docroot}/closed.php`, 0)
    chmodSync(`${docroot}/closed`, 0)
    chmodSync(docroot, 0o755)
    // The super-user may read everything, so the process becomes somebody else before it scans.
    const script = `import {scanSite} from ${JSON.stringify(new URL('../../src/scan/index.ts', import.meta.url).href)}
      if (process.getuid() === 0) {
        process.setgroups([])
        process.setgid(65534)
        process.setuid(65534)
      }
      const site = await scanSite({docroot: ${JSON.stringify(docroot)}, exclude: [], extensions: ['php'], memory: {files: () => new Map(), siteFacts: () => undefined, keep() {}}})
      console.log(JSON.stringify({files: Array.from(site.files, ({path, problems}) => [path, problems]), problems: site.problems}))`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'})
    chmodSync(`${docroot}/closed`, 0o755)
    expect(JSON.parse(output)).toEqual({
      files: [
        ['closed.php', [{kind: 'unreadable', message: "The file can't be read: permission denied"}]],
        ['open.php', []],
      ],
      problems: [{path: 'closed', kind: 'unreadable', message: "The directory can't be read: permission denied"}],
    })
  })
})

describe('a long scan', () => {
  const many = Object.fromEntries(
    Array.from({length: 300}, (_, index) => [`${index}.php`, `<?php ${'f($_GET["a"]); '.repeat(400)}`]),
  )

  it('says how far it is', async () => {
    const seen: [number, number][] = []
    await scan(temporarySite(many), {onProgress: (done, total) => seen.push([done, total])})
    expect(seen.at(-1)).toEqual([300, 300])
    expect(seen.every(([done], index) => index === 0 || done >= (seen[index - 1]?.[0] ?? 0))).toBe(true)
  })

  it('stops when it is told to', async () => {
    const controller = new AbortController()
    const running = scan(temporarySite(many), {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('stopped')),
    })
    await expect(running).rejects.toThrow('stopped')
    await expect(scan(temporarySite(), {signal: AbortSignal.abort(new Error('before'))})).rejects.toThrow('before')
  })
})
