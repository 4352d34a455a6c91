/** The command line where the web server's user can run it: a checkout may lie in a folder closed to others. */
import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Development tools that nothing at run time needs. */
const LEFT_OUT =
  /node_modules\/(@biomejs|@rolldown|@oxc-\w+|\.cache|\.vite|\.bin|node|node-[^/]+|typescript|vite|vitest|knip)(\/|$)/

/** Node and the entry of `migrate`, as arguments for `spawn`; copied below `directory` when they can't be reached. */
export function toolFor(user: {uid: number; gid: number}, directory: string): {node: string; bin: string} {
  const here = {node: process.execPath, bin: join(root, 'dist', 'bin.js')}
  const options = user.uid === process.getuid?.() ? {} : user
  const reach = spawnSync('/bin/sh', ['-c', 'test -x "$0" && test -r "$1"', here.node, here.bin], options)
  if (reach.status === 0) return here
  const copy = join(directory, 'tool')
  mkdirSync(copy, {recursive: true})
  cpSync(process.execPath, join(copy, 'node'))
  for (const name of ['dist', 'templates', 'package.json', '.oclifrc.json', 'node_modules']) {
    cpSync(join(root, name), join(copy, name), {recursive: true, filter: (path) => !LEFT_OUT.test(path)})
  }
  return {node: join(copy, 'node'), bin: join(copy, 'dist', 'bin.js')}
}
