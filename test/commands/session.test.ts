import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {type Php, startPhp} from '../runtime/support/php.ts'
import {describeWith} from '../support/programs.ts'
import {makeProject, type TestProject} from '../support/project.ts'
import {type Redis, startRedis} from '../support/redis.ts'

interface Started {
  status: number | null
  stdout: string
  stderr: string
}

/** Without blocking this process, which serves nothing but must not stop the servers' output either. */
function migrate(project: TestProject, ...args: string[]): Promise<Started> {
  const child = project.start(args)
  const said = {stdout: '', stderr: ''}
  child.stdout?.on('data', (data) => {
    said.stdout += data
  })
  child.stderr?.on('data', (data) => {
    said.stderr += data
  })
  return new Promise((resolve) => child.once('close', (status) => resolve({status, ...said})))
}

function configured(project: TestProject, session: object, more: object = {}): void {
  project.write('migrate.config.json', JSON.stringify({site: {docroot: '../shop'}, php: {session}, ...more}), 'project')
}

describeWith(['php-cgi', 'php', 'redis', 'php-redis'], 'migrate session doctor', () => {
  let php: Php
  let redis: Redis
  let savePath: string
  const ini: Record<string, string> = {}

  const start = async (settings: Record<string, string>): Promise<void> => {
    php = await startPhp(settings, 4, ['igbinary', 'redis'])
    if (savePath !== '') mkdirSync(savePath, {recursive: true})
  }
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())
  beforeEach(() => {
    const project = makeProject()
    savePath = join(project.directory, '..', 'sessions')
    for (const name of Object.keys(ini)) delete ini[name]
  })
  afterEach(() => php?.stop())

  test('says what differs, writes it into the configuration, and proves that sessions are shared', async () => {
    await start({
      'session.save_path': savePath,
      'session.name': 'SHOP',
      'session.serialize_handler': 'php_serialize',
      'session.cookie_httponly': '1',
      'session.cookie_samesite': 'lax',
      'session.use_strict_mode': '1',
      'session.cache_limiter': 'none',
    })
    const project = makeProject({'index.php': '<?php'})
    const empty = join(project.directory, 'elsewhere')
    mkdirSync(empty)
    configured(project, {savePath: empty}, {legacy: {fastcgi: php.address}})
    const before = await migrate(project, 'session', 'doctor')
    expect(before.status).toBe(1)
    expect(before.stdout).toContain(`session.save_path: PHP has '${savePath}', here it is '${empty}'. php.session.savePath: "${savePath}"\n`) // biome-ignore format: short
    expect(before.stdout).toContain('php.session.cookie.httpOnly: true\n')
    expect(before.stdout).toMatch(/^FAILED {2}PHP begins a session, TypeScript knows it: PHP keeps it elsewhere/m)
    expect(before.stderr).toContain('Sessions are NOT shared yet')

    const {status, stdout, stderr} = await migrate(project, 'session', 'doctor', '--write', '--json')
    expect({status, stderr}).toEqual({status: 0, stderr: expect.stringContaining('share their sessions')})
    const {proof, differences} = JSON.parse(stdout) as {proof: {ok: boolean}[]; differences: {path: string}[]}
    expect(proof.map(({ok}) => ok)).toEqual([true, true, true, true, true])
    expect(differences.map(({path}) => path.replace('php.session.', ''))).toEqual([
      'name', 'savePath', 'serializeHandler', 'strictMode', 'cacheLimiter', 'cookie.httpOnly', 'cookie.sameSite',
    ]) // biome-ignore format: packed
    expect(JSON.parse(project.read('migrate.config.json'))).toEqual({
      site: {docroot: '../shop'},
      legacy: {fastcgi: php.address},
      php: {
        session: {
          savePath, name: 'SHOP', serializeHandler: 'php_serialize', strictMode: true, cacheLimiter: '',
          cookie: {httpOnly: true, sameSite: 'Lax'},
        },
      },
    }) // biome-ignore format: packed
    const after = await migrate(project, 'session', 'doctor')
    expect([after.status, after.stdout.match(/^ok /gm)?.length]).toEqual([0, 5])
    expect([readdirSync(savePath), readdirSync(empty), readdirSync(project.docroot)]).toEqual([[], [], ['index.php']])
  })

  test('finds sessions in Redis, and says when they are not locked', async () => {
    await start({'session.save_handler': 'redis', 'session.save_path': `unix://${redis.socket}?prefix=shop:`})
    const project = makeProject()
    configured(project, {})
    const {status, stdout, stderr} = await migrate(project, 'session', 'doctor', '--fpm', php.address, '--write')
    expect({status, stderr}).toEqual({status: 0, stderr: expect.stringContaining('of two changes at once one is lost')})
    expect(stdout.match(/^ok /gm)).toHaveLength(3)
  })

  test('names what cannot be shared', async () => {
    await start({'session.save_path': savePath, 'session.serialize_handler': 'igbinary', 'session.use_trans_sid': '1', 'session.use_only_cookies': '0'}) // biome-ignore format: packed
    const project = makeProject()
    configured(project, {savePath})
    const {status, stdout} = await migrate(project, 'session', 'doctor', '--fpm', php.address)
    expect(status).toBe(1)
    expect(stdout).toContain('session.serialize_handler is `igbinary`, which only PHP can read')
    expect(stdout).toContain('session.use_trans_sid is on')
    expect(stdout).toContain('php.session.useOnlyCookies: false')
    expect(stdout).toMatch(/^FAILED {2}PHP begins a session/m)
  })

  test('asks a PHP on the command line, with the php.ini that is named', async () => {
    await start({})
    const project = makeProject()
    const iniFile = project.write('php.ini', `session.save_path = "${savePath}"\nsession.sid_length = 40\n`, 'project')
    configured(project, {savePath})
    const {status, stdout} = await migrate(project, 'session', 'doctor', '--php-ini', iniFile)
    expect(status).toBe(1)
    expect(stdout).toMatch(/^session\.sid_length: PHP has '40', here it is '32'\. php\.session\.idLength: 40$/m)
    expect(stdout.match(/^ok /gm)).toHaveLength(5)
  })

  test('says how to reach a PHP that cannot be asked', async () => {
    await start({})
    const project = makeProject()
    for (const [args, said] of [
      [['--fpm', 'unix:/nowhere.sock'], "can't be reached"],
      [['--fpm', 'nonsense'], 'no address of PHP-FPM'],
      [['--php', '/nowhere/php'], 'ENOENT'],
      [['--php', 'false'], 'status 1'],
      [['--php', 'echo'], 'does not run a script'],
      [['--php', 'php', '--fpm', php.address], 'two different PHPs'],
    ] as const) {
      const {status, stderr} = await migrate(project, 'session', 'doctor', ...args)
      expect({status, stderr}, args.join(' ')).toEqual({status: 2, stderr: expect.stringContaining(said)})
      expect(stderr).toMatch(/^Try this: /m)
    }
  })
})

describe('migrate session show', () => {
  const DATA =
    'user|s:5:"J\xc3\xb6rg";evil|s:7:"\x1b[2Jx|;";cart|a:2:{i:17;i:2;s:1:"p";d:9.5;}box|O:8:"Shop\\Box":3:{s:4:"open";b:1;s:7:"\0*\0self";r:6;s:10:"\0Shop\\Box\0";N;}again|r:6;ref|R:2;old|C:3:"Old":3:{x|y}suit|E:6:"Suit:A";'

  const shown = (data: string, session: object = {}): [TestProject, string] => {
    const project = makeProject()
    const savePath = join(project.directory, 'sessions')
    mkdirSync(savePath)
    writeFileSync(join(savePath, 'sess_abc'), data, 'latin1')
    configured(project, {savePath, ...session})
    return [project, savePath]
  }

  test('prints every variable with its type, objects opened, references named, and nothing that a terminal obeys', () => {
    const [project] = shown(DATA)
    const {status, stdout} = project.migrate(['session', 'show', 'abc'])
    expect(status).toBe(0)
    expect(stdout).toBe(`user: string of 5 bytes 'Jörg'
evil: string of 7 bytes '\\x1B[2Jx|;'
cart: array of 2 elements
  17: int 2
  p: float 9.5
box: object of Shop\\Box
  open: bool true
  self (protected): the same object as box
  '' (private): null
again: the same object as box
ref: reference to evil
old: object of Old, which only its class can read
suit: enum Suit::A
`)
  })

  test('reads the other formats, and gives the tree as JSON', () => {
    const [project] = shown('a:2:{s:1:"a";i:9223372036854775807;i:5;a:1:{i:0;R:1;}}', {
      serializeHandler: 'php_serialize',
    })
    const {stdout} = project.migrate(['session', 'show', 'abc', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      id: 'abc',
      variables: [
        {key: 'a', value: {type: 'int', value: '9223372036854775807'}},
        {key: '5', value: {type: 'array', entries: [{key: '0', value: {type: 'reference', to: '$_SESSION'}}]}},
      ],
    })
  })

  test('leaves no trace, and tells a session that is not there from one that cannot be read', () => {
    const [project, savePath] = shown('not a session')
    expect(project.migrate(['session', 'show', 'none'])).toMatchObject({status: 1, stdout: ''})
    expect(existsSync(join(savePath, 'sess_none'))).toBe(false)
    const broken = project.migrate(['session', 'show', 'abc'])
    expect([broken.status, broken.stdout]).toEqual([2, ''])
    expect(broken.stderr).toContain('SESSION_UNREADABLE')
    for (const id of ['../x', 'a b', '\x1b[2J']) expect(project.migrate(['session', 'show', '--', id]).status).toBe(2)
    expect(readFileSync(join(savePath, 'sess_abc'), 'latin1')).toBe('not a session')
  })
})
