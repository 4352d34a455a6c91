import {spawnSync} from 'node:child_process'
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {bytesOfPagePath} from '../../src/page.ts'
import {fileOf, scan, temporarySite} from './temporary-site.ts'

const paths = async (docroot: string, options = {}): Promise<string[]> =>
  (await scan(docroot, options)).files.map(({path}) => path)

describe('walking a site', () => {
  it('finds PHP files by their endings, in any case, and leaves others', async () => {
    const docroot = temporarySite({
      'a.php': '',
      'b.PHP': '',
      'c/d.inc': '',
      'e.phtml': '',
      'f.html': '',
      'g.php.bak': '',
      '.h.php': '',
      php: '',
    })
    expect(await paths(docroot)).toEqual(['.h.php', 'a.php', 'b.PHP', 'c/d.inc', 'e.phtml'].sort())
    expect(await paths(docroot, {extensions: ['.html']})).toEqual(['f.html'])
  })

  it('leaves out what is excluded, and always version control and packages', async () => {
    const docroot = temporarySite({
      'a.php': '',
      'cache/b.php': '',
      'x/cache/c.php': '',
      'x/d.php': '',
      'x/.git/e.php': '',
      'node_modules/f.php': '',
      '.migrate/g.php': '',
      'vendor/h.php': '',
    })
    expect(await paths(docroot)).toEqual(['a.php', 'cache/b.php', 'vendor/h.php', 'x/cache/c.php', 'x/d.php'])
    expect(await paths(docroot, {exclude: ['cache/**', '**/d.php']})).toEqual([
      'a.php',
      'vendor/h.php',
      'x/cache/c.php',
    ])
    expect(await paths(docroot, {exclude: ['**/cache/**', 'x']})).toEqual(['a.php', 'vendor/h.php'])
  })

  it.each([
    ["it's.php"],
    ['a b.php'],
    ['new\nline.php'],
    ['\x1b[31mred.php'],
    ['-rf.php'],
    ['*?[a].php'],
    ['ünï.php'],
    ['back\\slash.php'],
    ['\\x41.php'],
    ['$(x) `y`.php'],
    ['\ufffd.php'],
  ])('finds a file named %j and gives its bytes back', async (name) => {
    const docroot = temporarySite({[name]: '<?php echo 1;'})
    const {files} = await scan(docroot)
    expect(files).toHaveLength(1)
    expect(bytesOfPagePath(files[0]?.path ?? '').toString()).toBe(name)
    expect(files[0]?.facts?.bytes).toBe(13)
  })

  it('finds files and directories whose names are not UTF-8', async () => {
    const docroot = temporarySite()
    const directory = Buffer.concat([Buffer.from(`${docroot}/b`), Buffer.from([0xe9]), Buffer.from('d')])
    mkdirSync(directory)
    writeFileSync(Buffer.concat([directory, Buffer.from('/in\\x.php')]), '<?php echo 12;')
    writeFileSync(Buffer.concat([Buffer.from(`${docroot}/`), Buffer.from([0xff]), Buffer.from('.php')]), '<?php')
    const site = await scan(docroot)
    expect(site.files.map(({path}) => path)).toEqual(['\\xFF.php', 'b\\xE9d/in\\x.php'])
    expect(fileOf(site, 'b\\xE9d/in\\x.php').facts?.bytes).toBe(14)
    expect(fileOf(site, '\\xFF.php').problems).toEqual([{kind: 'name', message: 'The name is not UTF-8'}])
  })

  it('records links that lead nowhere, in circles or outside, and follows the others', async () => {
    const outside = temporarySite({'secret.php': '<?php echo 1;'})
    const docroot = temporarySite({'real.php': '<?php echo 1;', 'dir/x.php': ''})
    symlinkSync('real.php', `${docroot}/link.php`)
    symlinkSync('nowhere.php', `${docroot}/dangling.php`)
    symlinkSync('b.php', `${docroot}/a.php`)
    symlinkSync('a.php', `${docroot}/b.php`)
    symlinkSync(`${outside}/secret.php`, `${docroot}/out.php`)
    symlinkSync('.', `${docroot}/dir/self`)
    symlinkSync('..', `${docroot}/dir/up`)
    symlinkSync('dir', `${docroot}/alias`)
    symlinkSync(outside, `${docroot}/elsewhere`)
    const site = await scan(docroot)
    expect(site.files.map(({path, link, problems: [problem]}) => [path, link, problem?.kind])).toEqual([
      ['a.php', 'b.php', 'symlink-loop'],
      ['b.php', 'a.php', 'symlink-loop'],
      ['dangling.php', 'nowhere.php', 'dangling-symlink'],
      ['dir/x.php', undefined, 'empty'],
      ['link.php', 'real.php', undefined],
      ['out.php', `${outside}/secret.php`, 'outside'],
      ['real.php', undefined, undefined],
    ])
    expect(fileOf(site, 'link.php').hash).toBe(fileOf(site, 'real.php').hash)
    expect(site.problems.map(({path, kind}) => `${path} ${kind}`).sort()).toEqual([
      'alias linked',
      'dir/self symlink-loop',
      'dir/up symlink-loop',
      'elsewhere outside',
    ])
  })

  it('opens no pipe and takes no directory for a file', async () => {
    const docroot = temporarySite({'folder.php/inside.php': '<?php echo 1;'})
    expect(spawnSync('mkfifo', [join(docroot, 'pipe.php')]).status).toBe(0)
    symlinkSync('pipe.php', `${docroot}/to-pipe.php`)
    const site = await scan(docroot)
    expect(site.files.map(({path, problems: [problem]}) => [path, problem?.kind])).toEqual([
      ['folder.php/inside.php', undefined],
      ['pipe.php', 'unreadable'],
      ['to-pipe.php', 'unreadable'],
    ])
    expect(site.problems).toEqual([
      {path: 'folder.php', kind: 'name', message: 'A directory with the name of a PHP file'},
    ])
  })

  it('walks a deep tree', async () => {
    const deep = Array.from({length: 150}, () => 'directory').join('/')
    expect(await paths(temporarySite({[`${deep}/x.php`]: ''}))).toEqual([`${deep}/x.php`])
  })

  it('says what is wrong with the document root', async () => {
    const docroot = temporarySite({'a.php': ''})
    await expect(scan(`${docroot}/nowhere`)).rejects.toMatchObject({code: 'NO_DOCROOT'})
    await expect(scan(`${docroot}/a.php`)).rejects.toMatchObject({
      code: 'NO_DOCROOT',
      message: expect.stringContaining('not a directory'),
    })
  })

  it('accepts a document root that is a link itself', async () => {
    const docroot = temporarySite({'a.php': ''})
    const link = join(temporarySite(), basename(docroot))
    symlinkSync(docroot, link)
    expect(await paths(link)).toEqual(['a.php'])
  })
})
