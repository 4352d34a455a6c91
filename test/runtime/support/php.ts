/** A real PHP as oracle: `php-cgi` as a FastCGI server of its own, in a directory of its own. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {type FastcgiAnswer, fastcgiRequest, type Parameters} from './fastcgi-client.ts'

/** Without PHP these tests are skipped, but never where CI is set. */
export const skipsPhp = process.env.CI === undefined && spawnSync('php-cgi', ['-v']).status !== 0

export interface Php {
  /** Holds the scripts; everything in it goes with the server. */
  directory: string
  address: string
  write(script: string, source: string): void
  request(script: string, parameters?: Parameters, body?: Buffer): Promise<FastcgiAnswer>
  stop(): Promise<void>
}

/** Starts `php-cgi` without a php.ini, so with PHP's own defaults, and with these settings and extensions. */
export async function startPhp(
  settings: Readonly<Record<string, string>> = {},
  workers = 0,
  extensions: readonly string[] = [],
): Promise<Php> {
  const directory = mkdtempSync(join(tmpdir(), 'banyan-php-'))
  const socket = join(directory, 'php.sock')
  const definitions = Object.entries({'cgi.force_redirect': '0', expose_php: '0', display_errors: '0', ...settings})
  const child: ChildProcess = spawn(
    'php-cgi',
    [
      '-n',
      '-b',
      socket,
      ...extensions.flatMap((name) => ['-d', `extension=${name}`]),
      ...definitions.flatMap(([name, value]) => ['-d', `${name}=${value}`]),
    ],
    {
      stdio: 'ignore',
      env: {PATH: process.env.PATH, PHP_FCGI_MAX_REQUESTS: '0', PHP_FCGI_CHILDREN: String(workers)},
    },
  )
  let failure: Error | undefined
  child.on('error', (error) => {
    failure = error
  })
  for (let waited = 0; !(await listens(socket)); waited += 10) {
    if (waited > 10_000 || child.exitCode !== null || failure)
      throw new Error('php-cgi does not start', {cause: failure})
    await sleep(10)
  }
  return {
    directory,
    address: `unix:${socket}`,
    write: (script, source) => writeFileSync(join(directory, script), source),
    request: (script, parameters = {}, body = Buffer.alloc(0)) =>
      fastcgiRequest(
        `unix:${socket}`,
        {
          GATEWAY_INTERFACE: 'CGI/1.1',
          SERVER_PROTOCOL: 'HTTP/1.1',
          REQUEST_METHOD: 'GET',
          SCRIPT_NAME: `/${script}`,
          SCRIPT_FILENAME: join(directory, script),
          DOCUMENT_ROOT: directory,
          QUERY_STRING: '',
          ...(body.length > 0 ? {CONTENT_LENGTH: String(body.length)} : {}),
          ...parameters,
        },
        body,
      ),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await ended
      rmSync(directory, {recursive: true})
    },
  }
}

/** The socket is there a moment before anybody listens. */
function listens(socketFile: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketFile, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
