/** A visitor of a real site goes back and forth between PHP and TypeScript pages, behind Apache and PHP-FPM. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Apache, startApache} from '../support/apache.ts'
import {copySite, makeDirectory, writeFiles} from '../support/directory.ts'
import {describeWith} from '../support/programs.ts'
import {type Redis, startRedis} from '../support/redis.ts'
import {toolFor} from '../support/tool.ts'
import {newVisitor} from '../support/visitor.ts'

const PHP = {
  'login.php': `<?php session_start(); session_regenerate_id(true); $_SESSION['user'] = $_GET['user']; $_SESSION['cart'] = []; echo 'in';`,
  'who.php': `<?php session_start(); echo $_SESSION['user'] ?? 'nobody', ' ', json_encode($_SESSION['cart'] ?? null);`,
  'add.php': `<?php session_start(); $_SESSION['cart'][(int) $_GET['id']] = 1.0; echo count($_SESSION['cart']);`,
  'logout.php': `<?php session_start(); $_SESSION = []; session_destroy(); echo 'out';`,
  'count.php': `<?php session_start(); $_SESSION['n'] = ($_SESSION['n'] ?? 0) + 1; echo $_SESSION['n'];`,
}

/** The same pages under other names; PHP would say which side it is. */
const TYPESCRIPT = {
  'ts/who.php': `session: 'read', handle: ({session}) => \`\${session.get('user') ?? 'nobody'} \${JSON.stringify(toCart(session.get('cart')))}\``,
  'ts/add.php': `session: 'write', handle({session, query}) { const cart = session.get('cart') ?? PhpArray.list([]); cart.set(toInt(query.id), float(1)); session.set('cart', cart); return String(cart.size) }`,
  'ts/login.php': `session: 'write', handle({session, query}) { session.regenerate({deleteOld: true}); session.set('user', toText(query.user)); session.set('cart', []); return 'in' }`,
  'ts/logout.php': `session: 'write', handle({session}) { session.clear(); session.destroy(); return 'out' }`,
  'ts/count.php': `session: 'write', async handle({session}) { const n = toInt(session.get('n') ?? 0); await new Promise((next) => setTimeout(next, 2)); session.set('n', n + 1); return String(n + 1) }`,
}

const handler = (page: string, rest: string): string =>
  `import {PhpArray, float, toInt, toText} from 'banyan/php'
import {definePage} from 'banyan/runtime'
const toCart = (cart: any) => cart === undefined ? null : cart.size === 0 ? [] : Object.fromEntries([...cart].map(([id, n]: any) => [id, n.value ?? n]))
export default definePage({page: '${page}', ${rest}} as any)
`

for (const store of ['files', 'redis'] as const) {
  const programs =
    store === 'files' ? (['apache', 'php-fpm'] as const) : (['apache', 'php-fpm', 'redis', 'php-redis'] as const)
  describeWith(programs, `one session for PHP-FPM and TypeScript under Apache, in ${store}`, () => {
    const work = makeDirectory('sessions')
    const docroot = join(work.path, 'shop')
    const project = join(work.path, 'shop-ts')
    let apache: Apache
    let redis: Redis | undefined
    let backend: ChildProcess
    let tool: {node: string; bin: string}
    let asPhp: {uid?: number; gid?: number}

    const migrate = (args: readonly string[], user: {uid?: number; gid?: number} = {}) =>
      spawnSync(tool.node, [tool.bin, ...args], {cwd: project, encoding: 'utf8', ...user})

    beforeAll(async () => {
      const pages = Object.keys(TYPESCRIPT)
      const site = join(work.path, 'site')
      writeFiles(site, {...PHP, ...Object.fromEntries(pages.map((page) => [page, '<?php echo "still PHP";']))})
      copySite(site, docroot)
      mkdirSync(project)
      for (const [page, rest] of Object.entries(TYPESCRIPT)) writeFiles(join(project, 'handlers'), {[`${page}.ts`]: handler(page, rest)}) // biome-ignore format: short
      if (store === 'redis') redis = await startRedis()
      apache = await startApache({
        mpm: 'event',
        php: 'fpm',
        documentRoot: docroot,
        phpSettings:
          redis === undefined
            ? {'session.serialize_handler': 'php_serialize'}
            : {
                'session.save_handler': 'redis',
                'session.save_path': `unix://${redis.socket}?prefix=shop:`,
                'redis.session.locking_enabled': '1',
                'redis.session.lock_retries': '-1',
              },
      })
      tool = toolFor(apache.user, work.path)
      asPhp = apache.user.uid === process.getuid?.() ? {} : {uid: apache.user.uid, gid: apache.user.gid}
      const configuration = {
        site: {docroot},
        backend: {fastcgi: `unix:${join(apache.root, 'backend.sock')}`},
        legacy: {fastcgi: `unix:${join(apache.root, 'php.sock')}`},
      }
      writeFileSync(join(project, 'migrate.config.json'), JSON.stringify(configuration))
      spawnSync('chown', [
        `${apache.user.uid}:${apache.user.gid}`,
        apache.root,
        project,
        join(project, 'migrate.config.json'),
      ])
      for (const args of [['scan'], ['done', ...pages], ['emit-apache', '--into', join(docroot, '.htaccess')]]) {
        const {status, stderr} = migrate(args)
        if (status !== 0) throw new Error(`migrate ${args.join(' ')}: ${stderr}`)
      }
    })

    afterAll(async () => {
      backend?.kill('SIGKILL')
      await apache?.stop()
      await redis?.stop()
      work.remove()
    })

    test('the doctor sets it up from PHP-FPM alone, and proves it', async () => {
      if (asPhp.uid !== undefined && store === 'files') {
        // Root can read everything, but PHP can't read what root makes.
        const {status, stdout, stderr} = migrate(['session', 'doctor'])
        expect([status, stdout.includes('FAILED')]).toEqual([1, true])
        expect(stderr).toContain(`PHP runs as the user ${asPhp.uid}, this command as 0`)
      }
      const written = migrate(['session', 'doctor', '--write'], asPhp)
      expect({status: written.status, stderr: written.stderr}).toEqual({status: 0, stderr: expect.stringContaining('share their sessions')}) // biome-ignore format: short
      expect(written.stdout.match(/^ok /gm)).toHaveLength(5)
      backend = spawn(tool.node, [tool.bin, 'serve'], {cwd: project, ...asPhp, stdio: ['ignore', 'ignore', 'pipe']})
      let said = ''
      await new Promise<void>((resolve, reject) => {
        backend.stderr?.on('data', (data) => {
          said += data
          if (said.includes('Serving')) resolve()
        })
        backend.on('exit', () => reject(new Error(said)))
      })
    })

    test('who logs in on one side is known on the other, fills the cart on both, and is out on both', async () => {
      for (const [first, second] of [
        ['', 'ts/'],
        ['ts/', ''],
      ] as const) {
        const visitor = newVisitor(apache)
        const ask = async (target: string): Promise<string> => String((await visitor.send(target)).body)
        expect(await ask(`/${first}login.php?user=J%C3%B6rg`)).toBe('in')
        expect(await ask(`/${second}who.php`)).toBe('Jörg []')
        expect(await ask(`/${second}add.php?id=17`)).toBe('1')
        expect(await ask(`/${first}who.php`)).toMatch(/^Jörg \{"17":1(\.0)?\}$/)
        expect(await ask(`/${first}add.php?id=4`)).toBe('2')
        expect(await ask(`/${second}who.php`)).toMatch(/^Jörg \{/)
        expect(await ask(`/${second}logout.php`)).toBe('out')
        for (const side of [first, second]) expect(await ask(`/${side}who.php`)).toBe('nobody null')
      }
    })

    test('20 clients at once count in one session through both sides, and no count is lost', async () => {
      const visitor = newVisitor(apache)
      await visitor.send('/login.php?user=a')
      const client = async (number: number): Promise<void> => {
        const same = newVisitor(apache)
        for (const [name, value] of visitor.cookies) same.cookies.set(name, value)
        for (let round = 0; round < 5; round++) {
          const {status, body} = await same.send((number + round) % 2 === 0 ? '/count.php' : '/ts/count.php')
          expect(`${status} ${body}`).toMatch(/^200 \d+$/)
        }
      }
      await Promise.all(Array.from({length: 20}, (_, number) => client(number)))
      expect(String((await visitor.send('/ts/count.php')).body)).toBe('101')
      const id = [...visitor.cookies.values()][0] ?? ''
      expect(migrate(['session', 'show', id], asPhp).stdout).toContain('n: int 101')
    })

    test('the backend ends when it is told to', async () => {
      backend.kill('SIGTERM')
      expect(await new Promise((resolve) => backend.once('exit', resolve))).toBe(0)
    })
  })
}
