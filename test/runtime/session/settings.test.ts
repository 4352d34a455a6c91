/** PHP's session settings, one by one, against PHP. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, test, vi} from 'vitest'
import {EMPTY_BODY} from '../../../src/runtime/input/memory-body.ts'
import {filesStore} from '../../../src/runtime/session/files.ts'
import {startSession} from '../../../src/runtime/session/start.ts'
import {resolveSettings, type Settings} from '../../../src/runtime/settings.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'
import {askSessionPage, type SessionPageAnswer} from '../support/session-page.ts'

type SessionSettings = NonNullable<Settings['session']>

interface Asked {
  HTTP_COOKIE?: string
  QUERY_STRING?: string
  HTTP_REFERER?: string
  form?: string
}

let php: Php
let savePath: string

/** The same request to both: what `use` and `source` print is compared by the test. */
async function both(
  session: SessionSettings,
  ini: Readonly<Record<string, string | number>>,
  {form, ...request}: Asked = {},
  mode: 'read' | 'write' = 'write',
): Promise<{mine: SessionPageAnswer; theirs: {head: string; body: string}}> {
  const settings = Object.entries({'session.save_path': savePath, ...ini})
  // PHP knows the referer only of a page that names $_SERVER.
  php.write('s.php', `<?php ${settings.map(([name, value]) => `ini_set('${name}', '${value}');`).join(' ')} $_SERVER; session_start(); echo session_id();`) // biome-ignore format: PHP
  utimesSync(join(php.directory, 's.php'), 1_000_000_000, 1_000_000_000)
  const body = Buffer.from(form ?? '')
  const parameters = {
    ...request,
    ...(form === undefined ? {} : {REQUEST_METHOD: 'POST', CONTENT_TYPE: 'application/x-www-form-urlencoded'}),
  }
  const {raw, body: printed} = await php.request('s.php', parameters, body)
  const theirs = {head: raw.toString('latin1', 0, raw.length - printed.length), body: printed.toString()}
  const ours = resolveSettings({session: {savePath, ...session}})
  const script = {...parameters, SCRIPT_FILENAME: join(php.directory, 's.php')}
  return {mine: await askSessionPage(ours, mode, script, (started) => started?.id, body), theirs}
}

const masked = (text: string): string =>
  text.replaceAll(/\b[0-9a-v]{32}\b/g, 'NEW').replace(/Expires: (?!Thu, 19 Nov 1981).*/, 'Expires: SOON')

describe.skipIf(skipsPhp)('session settings are PHP’s', () => {
  beforeAll(async () => {
    php = await startPhp()
  })
  afterAll(() => php.stop())
  beforeEach(() => {
    savePath = join(php.directory, `sessions-${readdirSync(php.directory).length}`)
    mkdirSync(savePath)
  })

  for (const cacheLimiter of ['nocache', 'public', 'private', 'private_no_expire', ''] as const) {
    test(`cache_limiter '${cacheLimiter}' sends PHP's headers`, async () => {
      for (const cacheExpire of [180, 0, 7]) {
        const {mine, theirs} = await both({cacheLimiter, cacheExpire}, {'session.cache_limiter': cacheLimiter, 'session.cache_expire': cacheExpire}) // biome-ignore format: packed
        expect(masked(mine.head)).toBe(masked(theirs.head))
        const expires = (head: string): number => Date.parse(/^Expires: (.*)$/m.exec(head)?.[1] ?? '1970-01-01')
        expect(Math.abs(expires(mine.head) - expires(theirs.head))).toBeLessThanOrEqual(1000)
      }
    })
  }

  test('the identifier is taken from where PHP takes it', async () => {
    const requests: Asked[] = [
      {},
      {HTTP_COOKIE: 'PHPSESSID=known'},
      {HTTP_COOKIE: 'PHPSESSID=unknown'},
      {HTTP_COOKIE: 'PHPSESSID='},
      {HTTP_COOKIE: 'PHPSESSID[]=known'},
      {HTTP_COOKIE: 'PHPSESSID=a!b'},
      {HTTP_COOKIE: 'PHPSESSID=../x'},
      {QUERY_STRING: 'PHPSESSID=known'},
      {QUERY_STRING: 'PHPSESSID=unknown&x=1'},
      {QUERY_STRING: 'PHPSESSID[]=known'},
      {form: 'PHPSESSID=known'},
      {form: 'PHPSESSID=known', QUERY_STRING: 'PHPSESSID[]=1'},
      {HTTP_COOKIE: 'PHPSESSID=known', QUERY_STRING: 'PHPSESSID=unknown'},
      {HTTP_COOKIE: 'PHPSESSID=known', HTTP_REFERER: 'http://shop.example/cart.php'},
      {HTTP_COOKIE: 'PHPSESSID=known', HTTP_REFERER: 'http://evil.example/'},
      {QUERY_STRING: 'PHPSESSID=known', HTTP_REFERER: 'http://evil.example/'},
    ]
    let compared = 0
    for (const useCookies of [true, false]) {
      for (const useOnlyCookies of [true, false]) {
        for (const useStrictMode of [true, false]) {
          for (const refererCheck of ['', 'shop.example']) {
            for (const request of requests) {
              writeFileSync(join(savePath, 'sess_known'), '')
              const ini = {'session.use_cookies': Number(useCookies), 'session.use_only_cookies': Number(useOnlyCookies), 'session.use_strict_mode': Number(useStrictMode), 'session.referer_check': refererCheck} // biome-ignore format: packed
              const {mine, theirs} = await both({useCookies, useOnlyCookies, useStrictMode, refererCheck}, ini, request)
              const where = JSON.stringify({ini, request})
              expect(masked(mine.head), where).toBe(masked(theirs.head))
              expect(masked(mine.body), where).toBe(masked(theirs.body))
              for (const name of readdirSync(savePath)) expect(name).toMatch(/^sess_(known|unknown|[0-9a-f]{32})$/)
              compared++
            }
          }
        }
      }
    }
    expect(compared).toBe(256)
  })

  test('garbage is collected as often, and as much, as PHP does', async () => {
    const fill = (): void => {
      for (const [name, age] of Object.entries({sess_old: 1500, sess_young: 1300, sess_kept: 5, other: 9999})) {
        writeFileSync(join(savePath, name), 'a|i:1;')
        utimesSync(join(savePath, name), Date.now() / 1000 - age, Date.now() / 1000 - age)
      }
    }
    const names = (): string[] => readdirSync(savePath).filter((name) => name.length < 32)
    const cookie = {HTTP_COOKIE: 'PHPSESSID=kept'}
    for (const [probability, maxLifetime, depth] of [
      [100, 1440, 0],
      [100, 1000, 0],
      [0, 1440, 0],
      [100, 1440, 1],
    ] as const) {
      mkdirSync(join(savePath, 'k'), {recursive: true})
      const path = depth === 0 ? savePath : `${depth};${savePath}`
      const ini = {'session.gc_probability': probability, 'session.gc_divisor': 100, 'session.gc_maxlifetime': maxLifetime, 'session.save_path': path} // biome-ignore format: packed
      fill()
      php.write('s.php', `<?php ${Object.entries(ini).map(([name, value]) => `ini_set('${name}', '${value}');`).join(' ')} session_start();`) // biome-ignore format: PHP
      await php.request('s.php', cookie)
      const left = names()
      fill()
      const settings = resolveSettings({
        session: {savePath: path, gcProbability: probability, gcMaxLifetime: maxLifetime},
      })
      await askSessionPage(settings, 'write', cookie, () => '')
      expect(names(), `${probability} ${maxLifetime} ${depth}`).toEqual(left)
    }
    expect(names()).toContain('sess_old')
  })

  test('chance decides on the garbage in the proportion of gc_probability to gc_divisor', async () => {
    const settings = resolveSettings({session: {savePath, gcProbability: 3, gcDivisor: 100}})
    let collected = 0
    const store = {...settings.sessionStore, collectGarbage: async () => void collected++}
    for (const random of [0, 0.0299, 0.03, 0.5, 0.999]) {
      const reply = {removeCookie: () => undefined, header: () => undefined} as never
      const request = {parameters: new Map(), body: EMPTY_BODY, reply, codec: settings.codec, limits: settings.limits, now: () => 0, random: () => random} // biome-ignore format: packed
      await (await startSession('write', store, settings.session, request)).abandon()
    }
    expect(collected).toBe(2)
  })

  test('without lazy_write the same data is written again, but never by a page that only reads', async () => {
    const settings = resolveSettings({session: {savePath, lazyWrite: false}})
    const write = vi.fn()
    const store = {
      ...settings.sessionStore,
      open: async (id: string) => {
        const opened = await settings.sessionStore.open(id)
        return {...opened, write: (bytes: Buffer) => opened.write(bytes).then(() => write(bytes.toString()))}
      },
    }
    writeFileSync(join(savePath, 'sess_abc'), 'a|i:1;')
    for (const mode of ['write', 'read'] as const) {
      const answer = await askSessionPage(
        {...settings, sessionStore: store},
        mode,
        {HTTP_COOKIE: 'PHPSESSID=abc'},
        () => '',
      )
      expect(answer.outcome.kind).toBe('response')
    }
    expect(write.mock.calls).toEqual([['a|i:1;']])
  })

  test('files have the mode of save_path, less the umask', async () => {
    mkdirSync(join(savePath, 'a/b'), {recursive: true})
    for (const path of [`2;660;${savePath}`, `2;0640;${savePath}`, `2;${savePath}`]) {
      const {mine, theirs} = await both({savePath: path}, {'session.save_path': path}, {HTTP_COOKIE: 'PHPSESSID=abphp'})
      expect(mine.body).toBe(theirs.body)
      php.write('none.php', `<?php unlink('${savePath}/a/b/sess_abphp');`)
      const mode = statSync(join(savePath, 'a/b/sess_abphp')).mode
      await php.request('none.php')
      await askSessionPage(
        resolveSettings({session: {savePath: path}}),
        'write',
        {HTTP_COOKIE: 'PHPSESSID=abphp'},
        () => '',
      )
      expect(statSync(join(savePath, 'a/b/sess_abphp')).mode).toBe(mode)
      await php.request('none.php')
    }
  })

  test('what PHP does not open is not opened: links, and files of another user', async () => {
    writeFileSync(join(php.directory, 'secret'), 'admin|b:1;')
    symlinkSync(join(php.directory, 'secret'), join(savePath, 'sess_link'))
    php.write('s.php', `<?php ini_set('session.save_path', '${savePath}'); var_dump(session_start(), $_SESSION);`)
    expect(String((await php.request('s.php', {HTTP_COOKIE: 'PHPSESSID=link'})).body)).toContain('bool(false)')
    const store = filesStore(savePath)
    await expect(store.open('link')).rejects.toThrow('ELOOP')
    await expect(store.read('link')).rejects.toThrow('ELOOP')

    writeFileSync(join(savePath, 'sess_other'), '')
    const owner = statSync(join(savePath, 'sess_other')).uid
    const someoneElse = [vi.spyOn(process, 'getuid'), vi.spyOn(process, 'geteuid')]
    for (const spy of someoneElse) spy.mockReturnValue(owner + 4321)
    // Files of root are everybody's, as in PHP.
    if (owner === 0) await (await store.open('other')).close()
    else await expect(store.open('other')).rejects.toThrow('run as the user that PHP runs as')
    for (const spy of someoneElse) spy.mockRestore()
  })

  test('subdirectories are not made, and a path that cannot be one is refused', async () => {
    const {mine, theirs} = await both({savePath: `1;${savePath}`}, {'session.save_path': `1;${savePath}`}, {HTTP_COOKIE: 'PHPSESSID=abc'}) // biome-ignore format: packed
    expect([theirs.body, mine.outcome.kind]).toEqual(['', 'error'])
    expect(existsSync(join(savePath, 'a'))).toBe(false)
    for (const path of ['relative', '1;relative', 'x;/tmp', '1;999;/tmp', '1;77777;/tmp', '99;/tmp']) {
      expect(() => resolveSettings({session: {savePath: path}}), path).toThrow('cannot be used')
    }
  })

  test('a page that only reads makes the file of a new session as read_and_close does, and leaves the data of any', async () => {
    php.write('s.php', `<?php ini_set('session.save_path', '${savePath}'); session_start(['read_and_close' => true]);`)
    await php.request('s.php', {HTTP_COOKIE: 'PHPSESSID=theirs'})
    await askSessionPage(resolveSettings({session: {savePath}}), 'read', {HTTP_COOKIE: 'PHPSESSID=mine'}, () => '')
    expect(readdirSync(savePath)).toEqual(['sess_mine', 'sess_theirs'])
    expect(readFileSync(join(savePath, 'sess_mine')).length).toBe(0)
  })

  test('what cannot be shared is refused', () => {
    for (const session of [{saveHandler: 'memcached'}, {serializeHandler: 'igbinary'}, {cacheLimiter: 'x'}]) {
      expect(() => resolveSettings({session: session as never})).toThrow(RangeError)
    }
  })
})
