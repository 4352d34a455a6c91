/** A page behind one Apache against its peers: `npm run bench -- runtime [ROUNDS]`. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, openSync, readFileSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {fastcgiRequest} from '../test/runtime/support/fastcgi-client.ts'
import {type Apache, startApache} from '../test/support/apache.ts'
import {makeDirectory, writeFiles} from '../test/support/directory.ts'
import {send} from '../test/support/http.ts'
import {apacheModuleFolder} from '../test/support/programs.ts'
import {pageText, sources} from './page-text.ts'
import {type BenchResult, median, rounded} from './result.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const BIN = here('../dist/bin.js')
const SESSION = 'abcdefghijklmnopqrstuvwxyz'
const SECONDS = 2

/** A page behind one of the Apaches. */
interface Contestant {
  name: string
  apache: Apache
  path: string
  /** Its Node process, whose processor time is counted. */
  node?: ChildProcess
}

interface Measured {
  perSecond: number
  /** Microseconds of the Node process for one request. */
  cpu: number
}

export async function run([rounds = '5']: string[]): Promise<BenchResult> {
  const result: BenchResult = {ratios: {}, figures: {}, missing: []}
  if (spawnSync('wrk', ['--version']).error) return {...result, missing: ['wrk: apt-get install wrk']}
  const {path: root, remove} = makeDirectory('bench')
  const ends: (() => unknown)[] = [remove]
  try {
    writeFiles(root, sources())
    const sessions = join(root, 'sessions')
    mkdirSync(sessions)
    writeFileSync(join(sessions, `sess_${SESSION}`), 'user|s:3:"ada";cart|a:2:{i:12;i:1;i:7;i:3;}')
    result.figures.start_1000_handlers_ms = rounded(await startOfMany(root))
    const contestants = await start(root, sessions, result, ends)
    for (const contestant of contestants) await check(contestant)
    report(await measure(contestants, Number(rounds)), result)
  } finally {
    for (const end of ends.reverse()) await end()
  }
  return result
}

async function start(
  root: string,
  sessions: string,
  result: BenchResult,
  ends: (() => unknown)[],
): Promise<Contestant[]> {
  const [fcgi, http] = [join(root, 'fcgi.sock'), join(root, 'http.sock')]
  const config = {site: {docroot: '../www'}, php: {session: {savePath: sessions}}}
  writeFileSync(join(root, 'project/migrate.config.json'), JSON.stringify(config))
  const log = openSync(join(root, 'access.log'), 'w')
  const node = (program: string[]): ChildProcess => {
    const profile =
      process.env.BENCH_PROFILE === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    const child = spawn(process.execPath, [...profile, ...program], {
      cwd: join(root, 'project'),
      stdio: ['ignore', log, 'inherit'],
    })
    ends.push(() => stop(child))
    return child
  }
  const backend = node([BIN, 'serve', '--quiet', '--fastcgi', `unix:${fcgi}`, '--socket-mode', '666'])
  const bare = node([here('./peers/http.ts'), http])
  await Promise.all([accepts(fcgi), accepts(http)])
  const hasPython = existsSync(join(apacheModuleFolder(), 'mod_python.so'))
  if (!hasPython) result.missing.push('mod_python: apt-get install libapache2-mod-python')
  const directives = `<Proxy "unix:${fcgi}|fcgi://site" enablereuse=on max=20>
</Proxy>
<Proxy "unix:${http}|http://bare" enablereuse=on max=20>
</Proxy>
<FilesMatch "^(page|session)\\.php$">
SetHandler "proxy:unix:${fcgi}|fcgi://site"
</FilesMatch>
<Files "http.php">
SetHandler "proxy:unix:${http}|http://bare"
</Files>
<IfModule python_module>
<Files "page.py">
SetHandler mod_python
PythonHandler page
PythonPath "sys.path + ['${join(root, 'www')}']"
</Files>
</IfModule>`
  const shared = {
    documentRoot: join(root, 'www'),
    allowOverride: 'None',
    virtualHostConfig: directives,
    modules: {with: ['proxy_http', ...(hasPython ? ['python'] : [])]},
  }
  const event = await startApache({...shared, serverConfig: ENOUGH.event, mpm: 'event', php: 'fpm'})
  ends.push(event.stop)
  const prefork = await startApache({...shared, serverConfig: ENOUGH.prefork, mpm: 'prefork', php: 'module'})
  ends.push(prefork.stop)
  return [
    {name: 'fcgi', apache: event, path: '/page.php', node: backend},
    {name: 'fcgi session read', apache: event, path: '/session.php', node: backend},
    {name: 'node:http', apache: event, path: '/http.php', node: bare},
    {name: 'PHP-FPM', apache: event, path: '/fpm.php'},
    ...(hasPython ? [{name: 'mod_python', apache: event, path: '/page.py'}] : []),
    {name: 'fcgi prefork', apache: prefork, path: '/page.php', node: backend},
    {name: 'mod_php', apache: prefork, path: '/mod.php'},
  ]
}

/** With fewer threads or processes Apache ends connections that are kept, and connections are measured instead. */
const ENOUGH = {
  event: 'ThreadsPerChild 32\nServerLimit 2\nMaxRequestWorkers 64\nMaxSpareThreads 64\nMaxKeepAliveRequests 0',
  prefork: 'StartServers 10\nMaxSpareServers 16\nMaxRequestWorkers 24\nMaxKeepAliveRequests 0',
}

/** A contestant that sends something else would look fast. */
async function check({name, apache, path}: Contestant): Promise<void> {
  const answer = await send(apache, {target: `${path}?id=12`})
  if (answer.status !== 200 || answer.body.toString() !== pageText('12')) {
    throw new Error(
      `${name} answers ${answer.statusLine}: ${answer.body.toString().slice(0, 200)}\n${apache.errorLog()}`,
    )
  }
}

/** In turn, so that a change of the machine's speed meets all; the first round does not count. Medians. */
async function measure(contestants: readonly Contestant[], rounds: number): Promise<Map<string, Measured>> {
  const all = new Map(contestants.map(({name}) => [name, [] as Measured[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const contestant of contestants) {
      const measured = await load(contestant)
      if (round > 0) all.get(contestant.name)?.push(measured)
    }
  }
  return new Map(
    [...all].map(([name, runs]) => [
      name,
      {perSecond: median(runs.map((each) => each.perSecond)), cpu: median(runs.map((each) => each.cpu))},
    ]),
  )
}

/** Loads a page for some seconds. The load runs as a process of its own; ours only waits. */
async function load({name, apache, path, node}: Contestant): Promise<Measured> {
  const before = cpuOf(node)
  const wrk = spawn('wrk', [
    '-t1', '-c8', `-d${SECONDS}s`, '-H', `Cookie: PHPSESSID=${SESSION}`, `${apache.url.replace('localhost', '127.0.0.1')}${path}?id=12`,
  ]) // biome-ignore format: a command
  let output = ''
  wrk.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await new Promise((resolve) => wrk.once('close', resolve))
  const requests = Number(/(\d+) requests in/.exec(output)?.[1])
  const perSecond = Number(/Requests\/sec: +([\d.]+)/.exec(output)?.[1])
  if (!(requests > 0) || /Non-2xx|Socket errors/.test(output)) throw new Error(`${name}: ${output}`)
  return {perSecond, cpu: ((cpuOf(node) - before) / requests) * 1e6}
}

/** Seconds of processor time that a process has used, all its threads. */
function cpuOf(child: ChildProcess | undefined): number {
  if (child?.pid === undefined) return 0
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function report(measured: ReadonlyMap<string, Measured>, result: BenchResult): void {
  for (const [name, {perSecond, cpu}] of measured) {
    process.stdout.write(
      `  ${name.padEnd(18)} ${perSecond.toFixed(0).padStart(7)} /s  ${cpu > 0 ? `${cpu.toFixed(1)} us` : ''}\n`,
    )
    result.figures[`${name} /s`] = Math.round(perSecond)
    if (cpu > 0) result.figures[`${name} us`] = rounded(cpu)
  }
  const of = (name: string): Measured => measured.get(name) as Measured
  const fcgi = of('fcgi')
  result.ratios = {
    fcgi_vs_php_fpm: rounded(fcgi.perSecond / of('PHP-FPM').perSecond),
    ...(measured.has('mod_python') ? {fcgi_vs_mod_python: rounded(fcgi.perSecond / of('mod_python').perSecond)} : {}),
    fcgi_vs_mod_php: rounded(of('fcgi prefork').perSecond / of('mod_php').perSecond),
    node_cpu_vs_http: rounded(fcgi.cpu / of('node:http').cpu),
    node_cpu_session_read_vs_http: rounded(of('fcgi session read').cpu / of('node:http').cpu),
  }
  for (const [name, value] of Object.entries(result.ratios)) process.stdout.write(`  ${name.padEnd(32)} ${value}\n`)
}

/** Milliseconds from the start of the process to its first answer, with a thousand handlers; the middle of three. */
async function startOfMany(root: string): Promise<number> {
  const project = join(root, 'thousand')
  const source = readFileSync(join(root, 'project/handlers/page.php.ts'), 'utf8')
  const names = Array.from({length: 1000}, (_, at) => `page${at}.php`)
  writeFiles(
    join(project, 'handlers'),
    Object.fromEntries(names.map((name) => [`${name}.ts`, source.replace('page.php', name)])),
  )
  writeFileSync(join(project, 'migrate.config.json'), JSON.stringify({site: {docroot: '../www'}}))
  const socket = join(project, 's.sock')
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const started = performance.now()
    const child = spawn(process.execPath, [BIN, 'serve', '--fastcgi', `unix:${socket}`], {
      cwd: project,
      stdio: 'ignore',
    })
    await accepts(socket)
    const answer = await fastcgiRequest(`unix:${socket}`, {
      REQUEST_METHOD: 'GET',
      SCRIPT_NAME: '/page500.php',
      QUERY_STRING: 'id=12',
    })
    times.push(performance.now() - started)
    await stop(child)
    if (answer.body.toString() !== pageText('12')) throw new Error(`wrong answer: ${answer.raw}`)
  }
  return median(times)
}

async function accepts(path: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 2) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(path, () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (isUp) return
    await sleep(2)
  }
  throw new Error(`Nobody listens on ${path}`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
