/** The package as users get it: packed, installed into an empty prefix, run on every Node that it supports. */
import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, expect, test} from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'migrate-pack-'))
let tarball = ''

/** Runs a program to its end; its output is in the message when it fails. */
function run(program: string, args: readonly string[], cwd: string, path = process.env.PATH): string {
  const done = spawnSync(program, args, {cwd, encoding: 'utf8', env: {...process.env, PATH: path}})
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.status}\n${done.stdout}${done.stderr}`)
  return done.stdout
}

/** Brings a version of Node from the npm registry. @returns the folder of its executable */
function bringNode(version: number): string {
  const folder = join(work, `node-${version}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({private: true, allowScripts: {node: true}}))
  run('npm', ['install', `node@${version}`], folder)
  return join(folder, 'node_modules', 'node', 'bin')
}

beforeAll(() => {
  run('npm', ['pack', '--pack-destination', work], root)
  tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '')
}, 120_000)

afterAll(() => rmSync(work, {recursive: true, force: true}))

test.each([22, 24, 26])(
  'installs into an empty prefix and does its main job on Node %i',
  (version) => {
    const path = `${bringNode(version)}:${process.env.PATH}`
    const prefix = join(work, `prefix-${version}`)
    run('npm', ['install', '--global', '--prefix', prefix, tarball], work, path)
    const site = join(work, `site-${version}`)
    const project = join(work, `elsewhere-${version}`)
    mkdirSync(site)
    mkdirSync(project)
    writeFileSync(join(site, 'cart.php'), `<?php echo (int) $_GET['add'];`)
    const migrate = (...args: string[]) => run(join(prefix, 'bin', 'migrate'), args, project, path)
    expect(migrate('--version')).toContain(`node-v${version}.`)
    expect(migrate('--help')).toContain('emit-apache')
    migrate('init', '--docroot', site)
    expect(JSON.parse(migrate('scan', '--json'))).toMatchObject({files: 1, roles: {page: 1}})
    migrate('scaffold', 'cart.php')
    expect(migrate('test')).toMatch(/todo 1/)
    expect(JSON.parse(migrate('list', '--json'))).toMatchObject([{path: 'cart.php', status: 'scaffolded'}])
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    run(process.execPath, [tsc, '-p', project], project)
    expect(run(join(prefix, 'bin', 'banyan'), ['--version'], '/', path)).toContain('banyan/')
  },
  240_000,
)

test('says in one line which Node it needs when it is started with an old one', () => {
  const old = bringNode(20)
  const done = spawnSync(join(old, 'node'), [join(root, 'dist', 'bin.js'), 'list'], {cwd: work, encoding: 'utf8'})
  expect(done.status).toBe(2)
  expect(done.stdout).toBe('')
  expect(done.stderr).toMatch(/^migrate: needs Node\.js 22\.18 or newer; this is v20\.[^\n]*\n$/)
}, 120_000)
