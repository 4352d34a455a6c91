import {spawn} from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {createFile, replaceFile} from '../../src/publish/write-file.ts'

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'migrate-write-'))
  onTestFinished(() => rmSync(directory, {recursive: true}))
  return directory
}

test('makes a new file and never touches one that is there', () => {
  const file = join(newDirectory(), 'deep', 'cart.php.ts')
  expect(createFile(file, 'mine')).toBe(true)
  expect(createFile(file, 'theirs')).toBe(false)
  expect(readFileSync(file, 'utf8')).toBe('mine')
  expect(readdirSync(join(file, '..'))).toEqual(['cart.php.ts'])
})

test('replaces the contents and keeps mode and symbolic link', () => {
  const directory = newDirectory()
  const file = join(directory, '.htaccess')
  const link = join(directory, 'link')
  writeFileSync(file, 'old')
  chmodSync(file, 0o640)
  symlinkSync('.htaccess', link)
  replaceFile(link, 'new')
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(statSync(file).mode & 0o777).toBe(0o640)
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
})

test('shows a reader, and leaves after a kill, one whole text or the other', async () => {
  const directory = newDirectory()
  const file = join(directory, '.htaccess')
  const texts = ['a', 'b'].map((letter) => letter.repeat(200_000))
  replaceFile(file, texts[0] ?? '')
  const writer = spawn(process.execPath, [
    '--input-type=module-typescript',
    '--eval',
    `const {replaceFile} = await import(${JSON.stringify(new URL('../../src/publish/write-file.ts', import.meta.url).href)})
     process.stdout.write('writing')
     for (let n = 0; ; n++) replaceFile(${JSON.stringify(file)}, (n % 2 ? 'a' : 'b').repeat(200_000))`,
  ])
  await new Promise((resolve) => writer.stdout.once('data', resolve))
  for (let reads = 0; reads < 300; reads++) {
    if (reads === 200) writer.kill('SIGKILL')
    expect(texts.includes(readFileSync(file, 'utf8'))).toBe(true)
    if (reads % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
})
