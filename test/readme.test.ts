/** Runs every line of the README's tour, as a newcomer would, in a copy of the examples. */
import {spawnSync} from 'node:child_process'
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect, onTestFinished, test} from 'vitest'
import {BIN} from './support/project.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The `$ ` lines of the console blocks, with the exit status that the README promises. */
function commandsOf(readme: string): {command: string; status: number}[] {
  const blocks = [...readme.matchAll(/```console\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
  return [...blocks.join('').matchAll(/^\$ (.*?)(?:\s+# exit status (\d))?$/gm)].map((match) => ({
    command: match[1] ?? '',
    status: Number(match[2] ?? 0),
  }))
}

test('every line of the tour works', () => {
  const copy = mkdtempSync(join(tmpdir(), 'migrate-readme-'))
  onTestFinished(() => rmSync(copy, {recursive: true}))
  cpSync(join(root, 'examples'), join(copy, 'examples'), {
    recursive: true,
    filter: (path) => !path.includes('.migrate'),
  })
  // `npx migrate` is the command of the clone; npm would take most of the time.
  writeFileSync(join(copy, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${BIN}" "$@"\n`, {mode: 0o755})
  const commands = commandsOf(readFileSync(join(root, 'README.md'), 'utf8'))
  expect(commands.length).toBeGreaterThan(15)
  const environment = {...process.env, PATH: `${copy}${delimiter}${process.env.PATH}`, NO_COLOR: '1'}
  let folder = copy
  for (const {command, status} of commands) {
    if (command.startsWith('cd ')) {
      folder = join(folder, command.slice(3))
      continue
    }
    const done = spawnSync('sh', ['-c', command], {cwd: folder, env: environment, encoding: 'utf8'})
    expect(`${command}: ${done.status} ${done.status === status ? '' : done.stderr}`).toBe(`${command}: ${status} `)
  }
  const last = spawnSync('sh', ['-c', 'npx migrate emit-apache'], {cwd: folder, env: environment, encoding: 'utf8'})
  expect(last.stdout.trim()).toBe('')
})
