/** What the figures were made with, in a line. */
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {availableParallelism} from 'node:os'
import {findProgram} from '../../test/support/programs.ts'

/** `29 November 2026, Debian 12, 2 cores, Node 24.21, Apache 2.4.71, PHP 8.2.36`. */
export function describeMachine(): string {
  const date = new Date().toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'})
  const release = readFileSync('/etc/os-release', 'utf8')
  const field = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(release)?.[1] ?? ''
  const node = process.versions.node.split('.').slice(0, 2).join('.')
  return [
    date,
    `${field('ID').replace(/^./, (letter) => letter.toUpperCase())} ${field('VERSION_ID')}`,
    `${availableParallelism()} cores`,
    `Node ${node}`,
    `Apache ${versionOf('apache')}`,
    `PHP ${versionOf('php-fpm')}`,
  ].join(', ')
}

function versionOf(program: 'apache' | 'php-fpm'): string {
  return /(\d+\.\d+\.\d+)/.exec(spawnSync(findProgram(program), ['-v'], {encoding: 'utf8'}).stdout)?.[1] ?? '?'
}
