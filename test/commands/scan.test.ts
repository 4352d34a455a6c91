import type {ChildProcess} from 'node:child_process'
import {existsSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {makeProject} from '../support/project.ts'

/** Collects what a process says, and waits for words in it. */
function listenTo(child: ChildProcess): {said: (text: string) => Promise<string>; ended: Promise<number | null>} {
  let heard = ''
  const waiting: {text: string; done: (heard: string) => void}[] = []
  const hear = (chunk: Buffer): void => {
    heard += chunk
    for (const one of waiting.splice(0)) {
      if (heard.includes(one.text)) one.done(heard)
      else waiting.push(one)
    }
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = new Promise<number | null>((done) => child.on('close', (status) => done(status)))
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = (text: string): Promise<string> => {
    const words = new Promise<string>((done) => waiting.push({text, done}))
    hear(Buffer.alloc(0))
    const early = ended.then((status) => {
      throw new Error(`It ended with status ${status} before it said ${text}:\n${heard}`)
    })
    return Promise.race([words, early])
  }
  return {said, ended}
}

test('watches a tree while it changes, and ends with Ctrl-C', async () => {
  const project = makeProject({'cart.php': '<?php echo 1;', 'list.php': '<?php echo 2;'})
  const watching = project.start(['scan', project.docroot, '--watch'])
  const {said, ended} = listenTo(watching)
  await said('Watching')
  project.write('cart.php', '<?php echo $_GET["id"];')
  await said('1 changed: cart.php')
  project.write('new.php', '<?php echo 3;')
  await said('1 new: new.php')
  rmSync(join(project.docroot, 'list.php'))
  await said('1 gone: list.php')
  watching.kill('SIGINT')
  expect(await ended).toBe(0)
  const pages = JSON.parse(project.migrate(['list', '--all', '--json']).stdout)
  expect(pages.map((page: {path: string; flags: string[]}) => [page.path, ...page.flags])).toEqual([
    ['cart.php'],
    ['list.php', 'gone'],
    ['new.php'],
  ])
})

test('says every change of a watched tree as one line of JSON', async () => {
  const project = makeProject({'cart.php': '<?php echo 1;'})
  const watching = project.start(['scan', project.docroot, '--watch', '--json'])
  const {said, ended} = listenTo(watching)
  await said('"added":["cart.php"]')
  project.write('new.php', '<?php echo 3;')
  const lines = (await said('"added":["new.php"]')).split('\n').filter((line) => line.startsWith('{'))
  expect(lines.map((line) => JSON.parse(line).counts ?? JSON.parse(line).files)).toEqual([1, 2])
  watching.kill('SIGINT')
  expect(await ended).toBe(0)
})

test('stopped with Ctrl-C leaves the ledger as it was, and the next scan finds everything', async () => {
  const files = Object.fromEntries(
    Array.from({length: 3000}, (_, index) => [
      `p/${index}.php`,
      `<?php // ${index}\n${'f($_GET["a"]);\n'.repeat(200)}`,
    ]),
  )
  const project = makeProject({'cart.php': '<?php echo 1;'})
  project.migrate(['scan', project.docroot])
  for (const [path, text] of Object.entries(files)) project.write(path, text)
  const lock = join(project.directory, '.migrate/scan.lock')
  rmSync(lock)
  const scanning = project.start(['scan', project.docroot])
  const {ended} = listenTo(scanning)
  while (!existsSync(lock)) await new Promise((done) => setTimeout(done, 5))
  scanning.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(JSON.parse(project.migrate(['list', '--all', '--json']).stdout)).toHaveLength(1)
  expect(project.migrate(['scan']).stdout).toContain('3,001 files')
})

test('a role that a person gave stays, whatever the scan thinks, until it is left to the scan again', () => {
  const project = makeProject({
    'lib.php': '<?php function f() { session_start(); $_SESSION["x"] = 1; }',
    'cart.php': '<?php echo 1;',
  })
  project.migrate(['scan', project.docroot])
  const show = () => JSON.parse(project.migrate(['show', 'lib.php', '--json']).stdout)
  expect(show()).toMatchObject({role: 'library', classified: false})
  const said = project.migrate(['classify', 'lib.php', '--as', 'page', '--reason', 'an old entry'])
  expect(said).toMatchObject({status: 0, stdout: '`lib.php` is page, from now on\n'})
  const because = expect.stringMatching(/^classified as page by ana on \d{4}-\d\d-\d\d: an old entry$/)
  const classified = {role: 'page', classified: true, confidence: 1, evidence: [{because, file: 'lib.php'}]}
  expect(show()).toMatchObject(classified)
  project.write('lib.php', '<?php function g() {}')
  project.migrate(['scan'])
  expect(show()).toMatchObject(classified)
  project.migrate(['classify', 'lib.php', '--as', 'auto'])
  expect(show()).toMatchObject({role: 'library', classified: false})
  expect(show().history.map((event: {kind: string; text: string}) => [event.kind, event.text])).toEqual([
    ['found', null],
    ['classified', 'page: an old entry'],
    ['classified', 'by the scan again'],
  ])
  expect(project.migrate(['classify', 'lob.php', '--as', 'page']).stderr).toContain('Did you mean `lib.php`?')
  expect(project.migrate(['classify', 'lib.php', '--as', 'thing']).status).toBe(2)
})

test('classifying keeps out what the last scan left out', () => {
  const project = makeProject({'cart.php': '<?php echo 1;', 'old/x.php': '<?php echo 1;'})
  project.migrate(['scan', project.docroot, '--exclude', 'old/**'])
  project.migrate(['classify', '*.php', '--as', 'template'])
  const pages = JSON.parse(project.migrate(['list', '--all', '--json']).stdout)
  expect(pages).toMatchObject([{path: 'cart.php', role: 'template', classified: true}])
})
