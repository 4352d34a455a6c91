import {execFileSync} from 'node:child_process'
import {appendFileSync, chmodSync, renameSync, unlinkSync, utimesSync, writeFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {analyse} from '../../src/scan/analyse.ts'
import {readSource} from '../../src/scan/read-source.ts'
import type {ScannedSite} from '../../src/scan/types.ts'
import {fileOf, remembered, scan, settled, temporarySite} from './temporary-site.ts'

const PAGES = {
  'a.php': '<?php echo $_GET["a"];',
  'b.php': '<?php include "c.php";',
  'c.php': '<?php session_start(); echo 1;',
}

async function scanTwice(docroot: string, between: () => void): Promise<[ScannedSite, ScannedSite]> {
  await settled()
  const first = await scan(docroot)
  between()
  return [first, await scan(docroot, {previous: remembered(first)})]
}

describe('scanning again', () => {
  it('reads nothing when nothing changed, and knows as much', async () => {
    const [first, second] = await scanTwice(temporarySite(PAGES), () => {})
    expect([first.read, second.read]).toEqual([3, 0])
    const withoutFacts = (site: ScannedSite) => site.files.map(({facts: _, ...file}) => file)
    expect(withoutFacts(second)).toEqual(withoutFacts(first))
    expect(second.files.every(({facts}) => facts === undefined)).toBe(true)
  })

  it('reads only what changed, and sees what that means for others', async () => {
    const docroot = temporarySite(PAGES)
    const [, second] = await scanTwice(docroot, () =>
      writeFileSync(`${docroot}/c.php`, '<?php session_start(); $_SESSION["x"] = 1;'),
    )
    expect(second.read).toBe(1)
    expect(fileOf(second, 'c.php').facts).toBeDefined()
    expect(fileOf(second, 'b.php')).toMatchObject({session: 'write'})
  })

  it('sees an edit that keeps size and modification time', async () => {
    const docroot = temporarySite(PAGES)
    const seconds = 1_000_000_000
    utimesSync(`${docroot}/a.php`, seconds, seconds)
    const [first, second] = await scanTwice(docroot, () => {
      writeFileSync(`${docroot}/a.php`, '<?php echo $_GET["b"];')
      utimesSync(`${docroot}/a.php`, seconds, seconds)
    })
    expect(fileOf(second, 'a.php').hash).not.toBe(fileOf(first, 'a.php').hash)
  })

  it('does not trust the stat of a file that changed just now', async () => {
    const docroot = temporarySite(PAGES)
    await settled()
    appendFileSync(`${docroot}/a.php`, '\n')
    const first = await scan(docroot)
    expect(first.files.map(({path, stat}) => [path, stat !== undefined])).toEqual([
      ['a.php', false],
      ['b.php', true],
      ['c.php', true],
    ])
    expect((await scan(docroot, {previous: remembered(first)})).read).toBe(1)
  })

  it('takes facts of known contents from before, wherever they lie', async () => {
    const docroot = temporarySite({'a.php': PAGES['a.php']})
    const first = await scan(docroot)
    const known = {...analyse(Buffer.from('')), bytes: -1}
    renameSync(`${docroot}/a.php`, `${docroot}/z.php`)
    const second = await scan(docroot, {factsOfHash: (hash) => (hash === first.files[0]?.hash ? known : undefined)})
    expect(fileOf(second, 'z.php').facts?.bytes).toBe(-1)
  })

  it('reads a file again whose facts are not known any more', async () => {
    const docroot = temporarySite(PAGES)
    await settled()
    const first = await scan(docroot)
    const previous = new Map([...remembered(first)].map(([path, {facts: _, ...file}]) => [path, file]))
    expect((await scan(docroot, {previous})).read).toBe(3)
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
    const problems = site.files.map(({path, problems, facts}) =>
      [path, ...problems, ...(facts?.problems ?? [])].map((one) => (typeof one === 'string' ? one : one.kind)),
    )
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
    const [first, second] = await scanTwice(docroot, () => {
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
      const site = await scanSite({docroot: ${JSON.stringify(docroot)}, exclude: [], extensions: ['php'], previous: new Map(), factsOfHash: () => undefined})
      console.log(JSON.stringify({files: site.files.map(({path, problems}) => [path, problems]), problems: site.problems}))`
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
