/** A front controller moves one sub-page at a time, behind a real Apache: what is not ported yet is answered by PHP. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Apache, startApache} from '../support/apache.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {describeWith} from '../support/programs.ts'
import {toolFor} from '../support/tool.ts'
import {newVisitor} from '../support/visitor.ts'

const INDEX_PHP = `<?php
session_start();
$_SESSION['seen'] = ($_SESSION['seen'] ?? 0) + 1;
switch ($_GET['page'] ?? 'home') {
  case 'news': echo 'news of PHP'; break;
  case 'login': $_SESSION['user'] = $_POST['user']; header('Location: index.php?page=home'); break;
  case 'missing': http_response_code(404); echo 'nothing here'; break;
  case 'corner': echo 'the corner of PHP for ', $_SESSION['user']; break;
  default: echo 'home of PHP for ', $_SESSION['user'] ?? 'nobody', ', ', $_SERVER['PATH_INFO'] ?? '-', ', seen ', $_SESSION['seen'];
}
`

const INDEX_TS = `
import {decline, definePage, hole, html} from 'banyan/runtime'
export default definePage({page: 'index.php', session: 'write', handle({query, session, effect}) {
  if (query.page === 'corner') hole('index.php:9', 'the corner')
  if (query.page === 'mailed') { effect('sent a mail'); decline() }
  if (query.page !== 'news') decline()
  session.set('seen', Number(session.get('seen') ?? 0) + 1)
  return html\`news of TypeScript for \${session.get('user') as string}, seen \${session.get('seen') as number}\`
}})
`

describeWith(['apache', 'php-fpm'], 'a front controller of which one sub-page has moved', () => {
  const work = makeDirectory('front')
  const [docroot, project] = [join(work.path, 'www'), join(work.path, 'project')]
  let apache: Apache
  let backend: ChildProcess
  let log = ''

  beforeAll(async () => {
    writeFiles(docroot, {'index.php': INDEX_PHP})
    mkdirSync(join(project, 'handlers'), {recursive: true})
    apache = await startApache({mpm: 'event', php: 'fpm', documentRoot: docroot})
    const tool = toolFor(apache.user, work.path)
    const socket = join(apache.root, 'backend.sock')
    spawnSync('chown', [`${apache.user.uid}:${apache.user.gid}`, apache.root])
    writeFileSync(
      join(project, 'migrate.config.json'),
      JSON.stringify({
        site: {docroot},
        backend: {fastcgi: `unix:${socket}`},
        legacy: {fastcgi: `unix:${join(apache.root, 'php.sock')}`},
        php: {session: {savePath: apache.sessions}},
      }),
    )
    writeFileSync(join(project, 'handlers', 'index.php.ts'), INDEX_TS)
    const migrate = (...args: string[]): void => {
      const {status, stderr} = spawnSync(tool.node, [tool.bin, ...args], {cwd: project, encoding: 'utf8'})
      // `done` refuses the hole: the page is not finished, and is sent to TypeScript all the same.
      if (status !== 0) throw new Error(`migrate ${args.join(' ')}: ${stderr}`)
    }
    migrate('scan')
    migrate('done', 'index.php', '--force', '--reason', 'PHP has the rest')
    migrate('emit-apache', '--into', join(docroot, '.htaccess'))
    const {uid, gid} = apache.user
    const user = uid === process.getuid?.() ? {} : {uid, gid}
    backend = spawn(tool.node, [tool.bin, 'serve', '--workers', '2'], {
      cwd: project,
      ...user,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [backend.stdout, backend.stderr]) stream?.on('data', (data) => (log += data))
    for (let waited = 0; !log.includes('Serving'); waited += 20) {
      if (waited > 10_000 || backend.exitCode !== null) throw new Error(log)
      await sleep(20)
    }
  })

  afterAll(async () => {
    if (backend.exitCode === null) {
      backend.kill('SIGTERM')
      await once(backend, 'exit')
    }
    await apache.stop()
    work.remove()
  })

  test('is answered by both sides in one session, every sub-page by the one that has it', async () => {
    const ada = newVisitor(apache)
    const body = async (target: string): Promise<string> => (await ada.send(target)).body.toString()
    expect(await body('/index.php/a/b?x=1')).toBe('home of PHP for nobody, /a/b, seen 1')
    const form = {
      method: 'POST',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']] as const,
      body: 'user=Ada',
    }
    const login = await ada.send({target: '/index.php?page=login', ...form})
    expect([login.status, login.headers.find(([name]) => name === 'Location')?.[1]]).toEqual([
      302,
      'index.php?page=home',
    ])
    expect(await body('/?page=news')).toBe('news of TypeScript for Ada, seen 3')
    expect(await body('/?page=home')).toBe('home of PHP for Ada, -, seen 4')
    expect(await body('/?page=corner')).toBe('the corner of PHP for Ada')
    expect((await ada.send('/?page=missing')).status).toBe(404)
    expect((await ada.send('/?page=mailed')).status).toBe(500)
    await sleep(300)
    expect(log.match(/ index\.php typescript /g)).toHaveLength(2)
    expect(log.match(/ index\.php php [\d.]+$/gm)).toHaveLength(5)
    expect(log).toContain('hole index.php Hole: index.php:9: the corner')
    expect(log).toContain('after an effect, so PHP was not asked: sent a mail')
  })

  test('loses no update of its session when both sides are asked at once', async () => {
    const eve = newVisitor(apache)
    await eve.send('/?page=home')
    await Promise.all(Array.from({length: 40}, (_, at) => eve.send(at % 2 ? '/?page=news' : '/?page=home')))
    expect((await eve.send('/?page=home')).body.toString()).toBe('home of PHP for nobody, -, seen 42')
  })
})
