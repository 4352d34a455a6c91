/** A private PHP-FPM on a UNIX socket. */
import {writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import {join} from 'node:path'
import {becomesReady, type ServerProcess, startProcess} from './process.ts'
import {findProgram, serverUser} from './programs.ts'

/** Starts PHP-FPM with its files below `root`; `settings` are set so that pages can't change them. */
export async function startPhpFpm(
  root: string,
  settings: Readonly<Record<string, string>>,
): Promise<ServerProcess & {socket: string}> {
  const socket = join(root, 'php.sock')
  const configuration = join(root, 'php-fpm.conf')
  writeFileSync(configuration, poolConfiguration(root, socket, settings))
  const server = startProcess(root, 'php-fpm', findProgram('php-fpm'), ['--nodaemonize', '--fpm-config', configuration])
  if (!(await becomesReady(server, () => canConnect(socket))))
    throw new Error(`PHP-FPM did not start: ${server.output()}`)
  return {...server, socket}
}

function poolConfiguration(root: string, socket: string, settings: Readonly<Record<string, string>>): string {
  const user = serverUser()
  const lines = [
    '[global]',
    `error_log = ${root}/php-fpm.log`,
    '[site]',
    `listen = ${socket}`,
    'listen.mode = 0666',
    // Only root can change to another user; php-fpm refuses the directives' absence for root and warns for others.
    ...(process.getuid?.() === 0 ? [`user = ${user.name}`, `group = ${user.gid}`] : []),
    'pm = static',
    'pm.max_children = 4',
    ...Object.entries(settings).map(([name, value]) => `php_admin_value[${name}] = "${value}"`),
  ]
  return `${lines.join('\n')}\n`
}

function canConnect(socketFile: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketFile, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
