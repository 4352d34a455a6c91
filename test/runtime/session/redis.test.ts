/** Sessions in Redis, against the phpredis extension: same keys, same lifetimes, same lock. */

import {setTimeout as sleep} from 'node:timers/promises'
import {createClient} from '@redis/client'
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest'
import {toInt} from '../../../src/php/index.ts'
import type {SessionMode, SessionOf, Settings} from '../../../src/runtime/index.ts'
import {redisStore} from '../../../src/runtime/session/redis.ts'
import {REDIS_LOCK_DEFAULTS} from '../../../src/runtime/session/redis-lock.ts'
import {parseRedisPath} from '../../../src/runtime/session/redis-path.ts'
import {type ResolvedSettings, resolveSettings} from '../../../src/runtime/settings.ts'
import {describeWith} from '../../support/programs.ts'
import {type Redis, startRedis} from '../../support/redis.ts'
import {type Php, startPhp} from '../support/php.ts'
import {askSessionPage, type SessionPageAnswer} from '../support/session-page.ts'

type SessionSettings = NonNullable<Settings['session']>

describeWith(['redis', 'php-cgi', 'php-redis'], 'sessions in Redis', () => {
  let redis: Redis
  let php: Php
  let client: ReturnType<typeof createClient>
  const opened: ResolvedSettings[] = []

  beforeAll(async () => {
    redis = await startRedis('--requirepass', 'se cret&')
    php = await startPhp({'session.save_handler': 'redis', 'session.serialize_handler': 'php'}, 8, [
      'igbinary',
      'redis',
    ])
    client = createClient({socket: {path: redis.socket, tls: false}, password: 'se cret&'})
    await client.connect()
  })
  beforeEach(() => client.flushAll())
  afterEach(async () => {
    for (const settings of opened.splice(0)) await settings.sessionStore.close()
  })
  afterAll(async () => {
    client?.destroy()
    await php?.stop()
    await redis?.stop()
  })

  const path = (more = ''): string => `unix://${redis.socket}?auth=se+cret%26${more}`
  const settingsOf = (session: SessionSettings = {}): ResolvedSettings => {
    const settings = resolveSettings({session: {saveHandler: 'redis', savePath: path(), ...session}})
    opened.push(settings)
    return settings
  }
  const ours = <Mode extends SessionMode>(
    mode: Mode,
    use: (session: SessionOf<Mode>) => unknown,
    session: SessionSettings = {},
    cookie = 'PHPSESSID=abc',
  ): Promise<SessionPageAnswer> => askSessionPage(settingsOf(session), mode, {HTTP_COOKIE: cookie}, use)
  const phps = async (
    source: string,
    ini: Readonly<Record<string, string>> = {},
    cookie = 'PHPSESSID=abc',
  ): Promise<string> => {
    const settings = Object.entries({'session.save_path': path(), ...ini})
    const name = `s${Math.random()}.php`
    php.write(name, `<?php ${settings.map(([key, value]) => `ini_set('${key}', '${value}');`).join(' ')} session_start(); ${source}`) // biome-ignore format: PHP
    return String((await php.request(name, {HTTP_COOKIE: cookie})).body)
  }
  /** Everything Redis holds, with the lifetimes rounded to 100 seconds. */
  const contents = async (database = 0): Promise<Record<string, string>> => {
    await client.select(database)
    const entries: [string, string][] = []
    for (const key of (await client.keys('*')).sort()) {
      const [value, lifetime] = [await client.get(key), await client.ttl(key)]
      entries.push([key.replace(/[0-9a-f]{32}/, 'NEW'), `${value} ${Math.ceil(lifetime / 100) * 100}`])
    }
    await client.flushDb()
    await client.select(0)
    return Object.fromEntries(entries)
  }
  const LOCKING = {'redis.session.locking_enabled': '1', 'redis.session.lock_retries': '-1'}
  const locking = {redis: {lockingEnabled: true, lockRetries: -1}}

  for (const lock of [false, true]) {
    const ini = lock ? LOCKING : {}
    const session = lock ? locking : {}
    const how = lock ? 'with locking' : 'without locking'

    test(`leaves Redis as phpredis leaves it, ${how}`, async () => {
      const stories: [string, string, (session: SessionOf<'write'>) => void, string?][] = [
        ['new and empty', '', () => undefined],
        ['new', "$_SESSION['a'] = 1;", (started) => started.set('a', 1)],
        ['emptied', "$_SESSION['a'] = 1; $_SESSION = [];", (started) => started.clear()],
        ['destroyed', 'session_destroy();', (started) => started.destroy()],
        ['regenerated', "$_SESSION['a'] = 1; session_regenerate_id(); $_SESSION['b'] = 2;", (started) => { started.set('a', 1); started.regenerate(); started.set('b', 2) }],
        ['regenerated, the old deleted', "session_regenerate_id(true); $_SESSION['b'] = 2;", (started) => { started.regenerate({deleteOld: true}); started.set('b', 2) }],
        ['without a cookie', "$_SESSION['a'] = 1;", (started) => started.set('a', 1), ''],
      ] // biome-ignore format: packed
      for (const before of [undefined, 'a|i:7;']) {
        for (const [name, source, use, cookie] of stories) {
          const prepare = async (): Promise<void> => {
            if (before !== undefined) await client.setEx('PHPREDIS_SESSION:abc', 60, before)
          }
          await prepare()
          await phps(source, ini, cookie)
          const theirs = await contents()
          await prepare()
          const {outcome} = await ours('write', use, session, cookie)
          expect(outcome.kind).toBe('response')
          expect(await contents(), `${name}, before: ${before}`).toEqual(theirs)
        }
      }
    })
  }

  test('is known by the parameters of save_path, gc_maxlifetime and strict mode as in phpredis', async () => {
    const cases: [string, SessionSettings, Record<string, string>, number][] = [
      ['&prefix=shop:', {}, {}, 0],
      ['&prefix=', {}, {}, 0],
      ['&database=3', {}, {}, 3],
      ['&timeout=2.5&persistent=1&weight=1', {gcMaxLifetime: 5000}, {'session.gc_maxlifetime': '5000'}, 0],
      ['', {useStrictMode: true}, {'session.use_strict_mode': '1'}, 0],
    ]
    for (const [more, session, ini, database] of cases) {
      await phps("$_SESSION['a'] = 'é';", {'session.save_path': path(more), ...ini})
      const theirs = await contents(database)
      await ours('write', (started) => started.set('a', 'é'), {savePath: path(more), ...session})
      const mine = await contents(database)
      expect(mine, more).toEqual(theirs)
      expect(Object.keys(mine)).toHaveLength(1)
    }
    await client.setEx('PHPREDIS_SESSION:abc', 60, 'a|i:1;')
    expect((await ours('write', (started) => started.id, {useStrictMode: true})).body).toBe('abc')
  })

  test('is read without a lock and never written by a page that only reads', async () => {
    await client.set('PHPREDIS_SESSION:abc_LOCK', 'of another')
    expect((await ours('read', (session) => session.keys().length, locking)).body).toBe('0')
    expect(Object.keys(await contents())).toEqual(['PHPREDIS_SESSION:abc_LOCK'])
    await client.setEx('PHPREDIS_SESSION:abc', 60, 'a|s:3:"é|";')
    expect((await ours('read', (session) => session.get('a'), locking)).body).toBe('é|')
    // Its lifetime begins anew, as after session_start().
    expect(await contents()).toEqual({'PHPREDIS_SESSION:abc': expect.stringMatching(/ 1500$/)})
  })

  test('waits for PHP, and PHP waits for it', async () => {
    const slow = phps("usleep(300000); $_SESSION['n'] = 1;", LOCKING)
    await sleep(100)
    expect((await ours('write', (session) => session.get('n'), locking)).body).toBe('1')
    await slow
    const mine = ours('write', (session) => sleep(300).then(() => session.set('n', 2)), locking)
    await sleep(100)
    expect(await phps("echo $_SESSION['n'];", LOCKING)).toBe('2')
    await mine
    expect(Object.keys(await contents())).toEqual(['PHPREDIS_SESSION:abc'])
  })

  test('loses no update of 40 made at once from both sides, with locking', async () => {
    const settings = settingsOf(locking)
    await Promise.all(
      Array.from({length: 40}, (_, index) =>
        index % 2 === 0
          ? phps("$_SESSION['n'] = ($_SESSION['n'] ?? 0) + 1;", LOCKING)
          : askSessionPage(settings, 'write', {HTTP_COOKIE: 'PHPSESSID=abc'}, async (session) => {
              const count = toInt((session.get('n') ?? 0) as number)
              await sleep(1)
              session.set('n', count + 1)
            }),
      ),
    )
    expect(await contents()).toEqual({'PHPREDIS_SESSION:abc': 'n|i:40; 1500'})
  })

  test('that stays locked may be read but not written, as in PHP, and the lock of another is not released', async () => {
    await client.set('PHPREDIS_SESSION:abc', 'a|i:1;')
    await client.set('PHPREDIS_SESSION:abc_LOCK', 'of another')
    const impatient = {redis: {lockingEnabled: true, lockRetries: 2, lockWaitTime: 1000}}
    expect((await ours('write', (session) => session.get('a'), impatient)).body).toBe('1')
    const {outcome} = await ours('write', (session) => session.set('a', 2), impatient)
    expect(outcome).toMatchObject({kind: 'error', error: {message: expect.stringContaining('holds the lock')}})
    expect(await client.get('PHPREDIS_SESSION:abc')).toBe('a|i:1;')
    expect(await client.get('PHPREDIS_SESSION:abc_LOCK')).toBe('of another')
  })

  test('is not written under a lock that was lost meanwhile', async () => {
    let lifetime = 0
    const {outcome} = await ours(
      'write',
      async (session) => {
        lifetime = await client.pTTL('PHPREDIS_SESSION:abc_LOCK')
        await client.set('PHPREDIS_SESSION:abc_LOCK', 'of another')
        session.set('a', 1)
      },
      {redis: {lockingEnabled: true, lockExpire: 5}},
    )
    expect(outcome).toMatchObject({kind: 'error', error: {message: expect.stringContaining('holds the lock')}})
    expect([lifetime > 4000, lifetime <= 5000]).toEqual([true, true])
    expect(await client.exists('PHPREDIS_SESSION:abc')).toBe(0)
  })

  test('is not locked any more by a page that throws, and its lock ends by itself when the process dies', async () => {
    await ours('write', () => Promise.reject(new Error('no')), locking)
    expect(await contents()).toEqual({})
    const store = redisStore(path(), 1440, {...REDIS_LOCK_DEFAULTS, lockingEnabled: true})
    await store.open('abc')
    expect(await client.pTTL('PHPREDIS_SESSION:abc_LOCK')).toBeGreaterThan(29_000)
    await store.close()
    // Of a page: as long as pages may take.
    const {body} = await ours('write', () => client.pTTL('PHPREDIS_SESSION:new_LOCK'), locking, 'PHPSESSID=new')
    expect(Number(body)).toBeGreaterThan(59_000)
  })

  test('is an error while Redis is away or refuses, and works again afterwards', async () => {
    const settings = settingsOf()
    const ask = (): Promise<SessionPageAnswer> =>
      askSessionPage(settings, 'write', {HTTP_COOKIE: 'PHPSESSID=abc'}, (session) => session.set('a', 1))
    expect((await ask()).outcome.kind).toBe('response')
    // Every connection but the one that asks.
    await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'])
    await sleep(50)
    expect((await ask()).outcome.kind).toBe('response')
    for (const savePath of [
      `unix://${redis.socket}?auth=wrong`,
      `unix://${redis.socket}`,
      'unix:///nowhere.sock',
      'tcp://127.0.0.1:1',
    ]) {
      const {outcome} = await ours('write', () => '', {savePath})
      expect(outcome, savePath).toMatchObject({kind: 'error'})
    }
  })
})

test('the save path of phpredis is read, and what cannot be is refused without showing the password', () => {
  expect(parseRedisPath('tcp://redis.local:6380?auth[]=shop&auth[]=p%26w&database=2&prefix=s:&timeout=2.5')).toEqual({
    socket: {host: 'redis.local', port: 6380}, username: 'shop', password: 'p&w', database: 2, prefix: 's:', connectTimeout: 2500,
  }) // biome-ignore format: packed
  expect(parseRedisPath('tcp://[::1]').socket).toEqual({host: '::1', port: 6379})
  expect(parseRedisPath('unix:///run/redis.sock?auth=x')).toMatchObject({
    socket: {path: '/run/redis.sock'},
    password: 'x',
  })
  for (const savePath of ['', '/tmp', 'tcp://a:1,tcp://b:1', 'tcp://a tcp://b', 'tls://a:1', 'tcp://a?auth=secret&stream[x]=1', 'tcp://a?database=x', 'tcp://a:b']) {
    expect(() => parseRedisPath(savePath), savePath).toThrow(/^(?!.*secret).*cannot be used/)
  } // biome-ignore format: packed
})

test('without its driver, sessions in Redis are an error that says what to install', async () => {
  vi.doMock('@redis/client', () => {
    throw new Error('Cannot find package')
  })
  vi.resetModules()
  const {redisConnection} = await import('../../../src/runtime/session/redis-client.ts')
  const {send} = redisConnection(parseRedisPath('tcp://127.0.0.1'))
  await expect(send('PING')).rejects.toThrow('npm install @redis/client')
  vi.doUnmock('@redis/client')
})
