/**
 * A private Apache for tests that need the real thing: own folder, own free port, own PHP.
 *
 *     const apache = await startApache({mpm: 'event', php: 'fpm', documentRoot})
 *     const answer = await send(apache, {target: '/index.php'})
 *     await apache.stop()
 */
import {spawnSync} from 'node:child_process'
import {chownSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {type ApacheOptions, apacheConfiguration} from './apache-config.ts'
import {makeDirectory} from './directory.ts'
import {send} from './http.ts'
import {startPhpFpm} from './php-fpm.ts'
import {becomesReady, removeLeftovers, type ServerProcess, startProcess, waitUntil} from './process.ts'
import {findProgram, serverUser} from './programs.ts'

export type {ApacheOptions} from './apache-config.ts'

export interface Apache {
  port: number
  /** `http://localhost:PORT`, without a slash at the end. */
  url: string
  /** The private folder: configuration, logs, sockets; open to the web server's user. Removed by `stop`. */
  root: string
  /** Where PHP keeps its sessions: a folder of the web server's user. */
  sessions: string
  /** Who the server runs as; a backend that shares files with PHP must run as the same. */
  user: {name: string; uid: number; gid: number}
  errorLog: () => string
  /** One line a request: status, then the request line. Apache writes it after the answer: the last may be a moment late. */
  accessLog: () => string
  /**
   * Changes the options given, reloads gracefully, and waits until no process with the old configuration is left.
   * Gives the milliseconds from the signal until then.
   */
  reload: (
    change?: Partial<Pick<ApacheOptions, 'serverConfig' | 'virtualHostConfig' | 'allowOverride'>>,
  ) => Promise<number>
  /** Asks Apache whether the configuration, with the change when there is one, is good; starts nothing. */
  configtest: (change?: Partial<ApacheOptions>) => {ok: boolean; output: string}
  /** Ends all processes and removes the folder. */
  stop: () => Promise<void>
}

/** Starts Apache, and PHP-FPM when asked for, and waits until it answers. Throws with its error log when it does not. */
export async function startApache(options: ApacheOptions): Promise<Apache> {
  if (options.php === 'module' && options.mpm !== 'prefork') throw new Error('mod_php needs the prefork MPM')
  removeLeftovers()
  const {path: root, remove} = makeDirectory('apache')
  const user = serverUser()
  const sessions = join(root, 'sessions')
  prepare(root, sessions, user)
  const phpSettings = {
    'session.save_path': sessions,
    'date.timezone': 'UTC',
    error_log: join(sessions, 'php-errors.log'),
    ...options.phpSettings,
  }
  let fpm: (ServerProcess & {socket: string}) | undefined
  let apache: ServerProcess | undefined
  const stop = async (): Promise<void> => {
    await Promise.all([apache?.stop(), fpm?.stop()])
    remove()
  }
  try {
    if (options.php === 'fpm') fpm = await startPhpFpm(root, phpSettings)
    const listening = await startOnFreePort(root, (port, generation) =>
      apacheConfiguration(options, {root, port, generation, phpSocket: fpm?.socket, phpSettings}),
    )
    apache = listening.process
    return {...control(root, listening, options, {phpSocket: fpm?.socket, phpSettings}), sessions, user, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

type Listening = {process: ServerProcess; port: number}
type Php = {phpSocket: string | undefined; phpSettings: Readonly<Record<string, string>>}

/** What can be done with a running server. */
function control(root: string, {process: apache, port}: Listening, started: ApacheOptions, php: Php) {
  let options = started
  let generation = 0
  const read = (name: string) => (): string => readFileSync(join(root, name), 'latin1')
  const configuration = (changed: ApacheOptions, number: number): string =>
    apacheConfiguration(changed, {root, port, generation: generationName(root, number), ...php})
  return {
    port,
    url: `http://localhost:${port}`,
    root,
    errorLog: read('error.log'),
    accessLog: read('access.log'),
    reload: async (change: Partial<ApacheOptions> = {}): Promise<number> => {
      const changed = {...options, ...change}
      const file = join(root, 'changed.conf')
      writeFileSync(file, configuration(changed, generation + 1))
      const test = testConfiguration(file)
      if (!test.ok) throw new Error(`Apache refuses the configuration: ${test.output}`)
      options = changed
      generation++
      renameSync(file, join(root, 'apache.conf'))
      const old = childrenOf(apache.pid)
      const started = performance.now()
      process.kill(apache.pid, 'SIGUSR1')
      const problem = (): string => `Apache did not reload: ${read('error.log')()}`
      await waitUntil(() => answers(port, generationName(root, generation)), problem)
      await waitUntil(() => !childrenOf(apache.pid).some((pid) => old.includes(pid)), problem)
      return performance.now() - started
    },
    configtest: (change: Partial<ApacheOptions> = {}): {ok: boolean; output: string} => {
      const file = join(root, 'configtest.conf')
      writeFileSync(file, configuration({...options, ...change}, generation))
      return testConfiguration(file)
    },
  }
}

function prepare(root: string, sessions: string, user: {uid: number; gid: number}): void {
  mkdirSync(sessions, {mode: 0o700})
  if (user.uid !== process.getuid?.()) chownSync(sessions, user.uid, user.gid)
  writeFileSync(
    join(root, 'mime.types'),
    'text/html html htm\ntext/plain txt\ntext/css css\ntext/javascript js\nimage/png png\nimage/jpeg jpg\nimage/gif gif\n',
  )
}

/** Between finding a free port and binding it another process may take it: then once more with another. */
async function startOnFreePort(
  root: string,
  configure: (port: number, generation: string) => string,
): Promise<Listening> {
  const file = join(root, 'apache.conf')
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    writeFileSync(file, configure(port, generationName(root, 0)))
    const apache = startProcess(root, 'apache', findProgram('apache'), ['-f', file, '-D', 'FOREGROUND'])
    if (await becomesReady(apache, () => answers(port, generationName(root, 0)))) return {process: apache, port}
    const said = `${apache.output()}${readIfThere(join(root, 'error.log'))}`
    if (attempt === 5 || !said.includes('Address already in use')) throw new Error(`Apache did not start: ${said}`)
  }
}

/** Unique, so that the server of another test on the same port is not taken for ours. */
function generationName(root: string, number: number): string {
  return `${root} generation ${number}`
}

async function answers(port: number, generation: string): Promise<boolean> {
  try {
    const answer = await send({port}, {target: '/', headers: [['Host', 'generation.invalid']]})
    return answer.body.toString() === generation
  } catch {
    return false
  }
}

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
}

function testConfiguration(file: string): {ok: boolean; output: string} {
  const {status, stderr, stdout} = spawnSync(findProgram('apache'), ['-t', '-f', file], {encoding: 'latin1'})
  return {ok: status === 0, output: stdout + stderr}
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

/** A port of the loopback that nobody has at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
