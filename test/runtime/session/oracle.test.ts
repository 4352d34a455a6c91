import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {isPhpArray, toInt} from '../../../src/php/index.ts'
import type {SessionMode, SessionOf, Settings} from '../../../src/runtime/index.ts'
import {lockByCommand, nativeLock} from '../../../src/runtime/session/lock.ts'
import {type ResolvedSettings, resolveSettings} from '../../../src/runtime/settings.ts'
import {parseCgi} from '../support/fastcgi-client.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'
import {askSessionPage, type SessionPageAnswer} from '../support/session-page.ts'

let php: Php
let savePath: string
let settings: ResolvedSettings

/** Asks a page of ours with a cookie. */
function ours<Mode extends SessionMode>(
  mode: Mode,
  cookie: string,
  use: (session: SessionOf<Mode>) => unknown,
  withSettings: ResolvedSettings = settings,
): Promise<SessionPageAnswer> {
  return askSessionPage(withSettings, mode, {HTTP_COOKIE: cookie}, use)
}

async function phps(source: string, cookie: string): Promise<{head: string; body: string}> {
  php.write('s.php', `<?php ${source}`)
  const {raw, body} = await php.request('s.php', {HTTP_COOKIE: cookie})
  return {head: raw.toString('latin1', 0, raw.length - body.length), body: body.toString()}
}

const idOf = (head: string): string => /PHPSESSID=([^;\s]*)/.exec(head)?.[1] ?? ''
const withoutId = (head: string): string => head.replace(/PHPSESSID=[0-9a-f]{32};/, 'PHPSESSID=ID;')
const file = (id: string): string => join(savePath, `sess_${id}`)

describe.skipIf(skipsPhp)('a session shared with PHP', () => {
  beforeAll(async () => {
    php = await startPhp({'session.save_path': '/nowhere'}, 4)
  })
  afterAll(() => php.stop())
  beforeEach(() => {
    savePath = join(php.directory, `sessions-${readdirSync(php.directory).length}`)
    mkdirSync(savePath)
    settings = resolveSettings({session: {savePath}})
    // php-cgi reads .user.ini of the script's directory only once in a while; the script says it.
    php.write('start.inc', `<?php ini_set('session.save_path', '${savePath}'); session_start();`)
  })
  const START = "require 'start.inc';"

  for (const mode of ['read', 'write'] as const) {
    for (const cookie of [
      '',
      'PHPSESSID=abc',
      'PHPSESSID=',
      'PHPSESSID=a%22c',
      'PHPSESSID=ab!c',
      'PHPSESSID=..%2Fx',
      'PHPSESSID[]=1',
      'PHPSESSID=one; PHPSESSID=two',
      `PHPSESSID=${'a'.repeat(257)}`,
    ]) {
      test(`begins as session_start() does, to ${mode} with the cookie ${JSON.stringify(cookie.slice(0, 40))}`, async () => {
        const theirs = await phps(`${START} echo session_id();`, cookie)
        const files = readdirSync(savePath)
        for (const name of files) expect(statSync(join(savePath, name)).mode & 0o777).toBe(0o600)
        const mine = await ours(mode, cookie, (session) => session?.id)
        expect(withoutId(mine.head)).toBe(withoutId(theirs.head))
        expect(mine.body.length).toBe(theirs.body.length)
        if (idOf(mine.head) !== '') expect(mine.body).toBe(idOf(mine.head))
        // For a new visitor each side made its own file; else they share it.
        expect(readdirSync(savePath).length).toBe(idOf(mine.head) === '' ? files.length : files.length + 1)
        if (mine.body !== '') {
          expect(readFileSync(file(mine.body)).length).toBe(0)
          expect(statSync(file(mine.body)).mode & 0o777).toBe(0o600)
        }
      })
    }
  }

  test('is read as PHP wrote it', async () => {
    await phps(`${START}
      class Box { public $open = 1; protected $hidden = [2]; private $own = 3.5; }
      $_SESSION = ['user' => 'Jörg', 'cart' => [17 => 2, 4 => 1, 'note' => 'a|b;"'], 'total' => 10.0, 'rate' => 0.1, 'big' => PHP_INT_MAX, 'yes' => true, 'none' => null, 'box' => new Box, 'bytes' => "\\xff\\0"];
    `, 'PHPSESSID=abc') // biome-ignore format: PHP
    const before = readFileSync(file('abc'))
    const {body} = await ours(
      'read',
      'PHPSESSID=abc',
      (session) =>
      JSON.stringify(session.keys().map((name) => {
        const value = session.get(name)
        return typeof value === 'bigint' ? `${value}` : isPhpArray(value) ? [...value] : value
      })), // biome-ignore format: short
    )
    expect(JSON.parse(body)).toEqual(['Jörg', [[17, 2], [4, 1], ['note', 'a|b;"']], {value: 10}, 0.1, '9223372036854775807', true, null, {className: 'Box'}, '\udcff\0']) // biome-ignore format: packed
    expect(readFileSync(file('abc'))).toEqual(before)
  })

  test('is read by PHP as we wrote it, and what we left alone is the same object', async () => {
    await phps(
      `${START} class Box { private $own = 3.5; public $self; } $b = new Box; $b->self = $b; $_SESSION['n'] = 1; $_SESSION['box'] = $b; $v = [1]; $_SESSION['refs'] = [&$v, &$v]; $_SESSION['again'] = $b;`,
      'PHPSESSID=abc',
    )
    await ours('write', 'PHPSESSID=abc', (session) => {
      session.set('n', [1, {a: 'é'}, 2.5])
      session.set('new', 'x|y')
    })
    const {body} = await phps(`class Box { private $own = 3.5; public $self; } ${START}
      $_SESSION['refs'][0][] = 2;
      echo json_encode([$_SESSION['n'], $_SESSION['new'], $_SESSION['box'] === $_SESSION['again'], $_SESSION['box']->self === $_SESSION['box'], $_SESSION['refs'][1]]);`, 'PHPSESSID=abc') // biome-ignore format: PHP
    expect(JSON.parse(body)).toEqual([[1, {a: 'é'}, 2.5], 'x|y', true, true, [1, 2]])
  })

  test('keeps 200 random values that PHP wrote, and PHP reads the same back', async () => {
    const source = `${START} mt_srand(7); function value($d) { switch (mt_rand(0, $d > 3 ? 5 : 8)) { case 0: return null; case 1: return (bool) mt_rand(0, 1); case 2: return mt_rand(-100, 100); case 3: return mt_rand() / 7;
      case 4: return random_bytes(mt_rand(1, 9)); case 5: return mt_rand(0, 3) * 1.0; default: $a = []; for ($n = mt_rand(0, 3); $n > 0; $n--) { if (mt_rand(0, 1)) $a[] = value($d + 1); else $a['k' . mt_rand(0, 9)] = value($d + 1); } return $a; } }
      for ($i = 0; $i < 200; $i++) $_SESSION['v' . $i] = value(0); echo md5(serialize($_SESSION));` // biome-ignore format: PHP
    const theirs = await phps(source, 'PHPSESSID=abc')
    await ours('write', 'PHPSESSID=abc', (session) => {
      // Every value is decoded and written anew.
      for (const name of session.keys()) session.set(name, session.get(name) ?? null)
    })
    expect((await phps(`${START} echo md5(serialize($_SESSION));`, 'PHPSESSID=abc')).body).toBe(theirs.body)
  })

  test('is marked as used, but not written, when nothing changed', async () => {
    writeFileSync(file('abc'), 'a|i:1;')
    for (const mode of ['read', 'write'] as const) {
      utimesSync(file('abc'), 1000, 1000)
      await ours(mode, 'PHPSESSID=abc', (session) => session?.get('a'))
      expect(Date.now() - statSync(file('abc')).mtimeMs).toBeLessThan(10_000)
      expect(readFileSync(file('abc'), 'latin1')).toBe('a|i:1;')
    }
  })

  test('is shorter or longer after a change without a rest of the old', async () => {
    writeFileSync(file('abc'), `a|s:100:"${'x'.repeat(100)}";b|i:1;`)
    await ours('write', 'PHPSESSID=abc', (session) => session.set('a', 'y'))
    expect(readFileSync(file('abc'), 'latin1')).toBe('a|s:1:"y";b|i:1;')
  })

  test('regenerates as session_regenerate_id() does', async () => {
    for (const deleteOld of [false, true]) {
      writeFileSync(file('abc'), 'a|i:1;')
      const theirs = await phps(
        `${START} $_SESSION['b'] = 2; session_regenerate_id(${deleteOld}); $_SESSION['c'] = 3;`.replace(
          '(false)',
          '(false)',
        ),
        'PHPSESSID=abc',
      )
      const after = [
        existsSync(file('abc')) && readFileSync(file('abc'), 'latin1'),
        readFileSync(file(idOf(theirs.head)), 'latin1'),
      ]
      writeFileSync(file('abc'), 'a|i:1;')
      const mine = await ours('write', 'PHPSESSID=abc', (session) => {
        session.set('b', 2)
        session.regenerate({deleteOld})
        session.set('c', 3)
      })
      expect(withoutId(mine.head)).toBe(withoutId(theirs.head))
      expect([
        existsSync(file('abc')) && readFileSync(file('abc'), 'latin1'),
        readFileSync(file(idOf(mine.head)), 'latin1'),
      ]).toEqual(after)
    }
  })

  test('regenerates for a new visitor with one cookie only, and is destroyed', async () => {
    const source = `${START} session_regenerate_id(true);`
    expect(withoutId((await ours('write', '', (session) => session.regenerate({deleteOld: true}))).head)).toBe(
      withoutId((await phps(source, '')).head),
    )
    writeFileSync(file('gone'), 'a|i:1;')
    const {head} = await ours('write', 'PHPSESSID=gone', (session) => {
      session.clear()
      session.destroy()
      session.set('after', 1)
    })
    expect(head).toBe((await phps(`${START} $_SESSION = []; session_destroy();`, 'PHPSESSID=other')).head)
    expect(existsSync(file('gone'))).toBe(false)
  })

  test('is left as it was by a page that throws, and is not locked any more', async () => {
    writeFileSync(file('abc'), 'a|i:1;')
    const {outcome} = await ours('write', 'PHPSESSID=abc', (session) => {
      session.set('a', 2)
      throw new Error('no')
    })
    expect(outcome.kind).toBe('error')
    expect(readFileSync(file('abc'), 'latin1')).toBe('a|i:1;')
    expect((await phps(`${START} echo $_SESSION['a'];`, 'PHPSESSID=abc')).body).toBe('1')
  })

  test('whose data breaks off is destroyed, and the page goes on without one, as in PHP', async () => {
    for (const data of ['a|i:1;b|s:9:"x', 'a|i:1;b|O:broken', 'a|i:1;rest', 'a|i:1;b|a:2:{i:0;i:1;}']) {
      writeFileSync(file('abc'), data)
      const theirs = await phps(
        `${START} $_SESSION['n'] = 1; echo json_encode(array_keys($_SESSION));`,
        'PHPSESSID=abc',
      )
      expect(existsSync(file('abc'))).toBe(false)
      writeFileSync(file('abc'), data)
      expect((await ours('read', 'PHPSESSID=abc', (session) => session.keys().length)).body).toBe('0')
      expect(readFileSync(file('abc'), 'latin1')).toBe(data)
      const mine = await ours('write', 'PHPSESSID=abc', (session) => {
        session.set('n', 1)
        return JSON.stringify(session.keys())
      })
      expect([mine.head, mine.body]).toEqual([theirs.head, theirs.body])
      expect(existsSync(file('abc'))).toBe(false)
    }
  })

  test('with data of another format is an error, and stays', async () => {
    writeFileSync(file('abc'), 'a|O:broken')
    for (const mode of ['read', 'write'] as const) {
      expect((await ours(mode, 'PHPSESSID=abc', () => '')).outcome.kind).toBe('error')
    }
    expect(readFileSync(file('abc'), 'latin1')).toBe('a|O:broken')
  })

  test('waits for PHP, and PHP waits for it; a page that only reads waits for nobody', async () => {
    writeFileSync(file('abc'), 'n|i:0;')
    const slow = phps(`${START} usleep(400000); $_SESSION['n'] = 1;`, 'PHPSESSID=abc')
    await sleep(150)
    // Still 0: it was read while PHP held the lock.
    expect((await ours('read', 'PHPSESSID=abc', (session) => session.get('n'))).body).toBe('0')
    expect((await ours('write', 'PHPSESSID=abc', (session) => session.get('n'))).body).toBe('1')
    await slow

    const mine = ours('write', 'PHPSESSID=abc', async (session) => {
      await sleep(400)
      session.set('n', 2)
    })
    await sleep(100)
    expect((await phps(`${START} echo $_SESSION['n'];`, 'PHPSESSID=abc')).body).toBe('2')
    await mine
  })

  test('loses no update of 60 made at once from both sides', async () => {
    writeFileSync(file('abc'), 'n|i:0;')
    php.write('count.php', `<?php ${START} $_SESSION['n']++;`)
    const requests = Array.from({length: 60}, (_, index) =>
      index % 2 === 0
        ? php.request('count.php', {HTTP_COOKIE: 'PHPSESSID=abc'})
        : ours('write', 'PHPSESSID=abc', async (session) => {
            const count = toInt(session.get('n') as number)
            await sleep(1)
            session.set('n', count + 1)
          }),
    )
    await Promise.all(requests)
    expect(readFileSync(file('abc'), 'latin1')).toBe('n|i:60;')
  })

  const other: [name: string, settings: Settings['session'], php: string][] = [
    ['another cookie', {name: 'shop', cookie: {lifetime: 3600, path: '/shop', domain: 'ex.org', secure: true, httpOnly: true, sameSite: 'Lax'}},
      "session_name('shop'); session_set_cookie_params(['lifetime' => 3600, 'path' => '/shop', 'domain' => 'ex.org', 'secure' => true, 'httponly' => true, 'samesite' => 'Lax']);"],
    ['no cache headers', {cacheLimiter: ''}, "session_cache_limiter('');"],
    ['longer ids of 5 bits', {idLength: 40, idBitsPerCharacter: 5}, "ini_set('session.sid_length', 40); ini_set('session.sid_bits_per_character', 5);"],
    ['strict mode', {useStrictMode: true}, "ini_set('session.use_strict_mode', 1);"],
  ] // biome-ignore format: packed
  test.each(other)('may have %s', async (_name, session, source) => {
    const masked = (head: string): string =>
      head.replace(/(PHPSESSID|shop)=[0-9a-v]{32,40};/, '$1=ID;').replace(/expires=[^;]*;/, 'expires=E;')
    const mine = await ours('write', 'PHPSESSID=unknown', () => '', resolveSettings({session: {...session, savePath}}))
    const theirs = await phps(`${source} ${START}`, 'PHPSESSID=unknown')
    expect(masked(mine.head)).toBe(masked(theirs.head))
    expect(parseCgi(Buffer.from(mine.head)).headers.length).toBeGreaterThan(0)
  })

  test('lies as deep as save_path says', async () => {
    mkdirSync(join(savePath, 'a/b'), {recursive: true})
    const deep = resolveSettings({session: {savePath: `2;${savePath}`}})
    await ours('write', 'PHPSESSID=abc', (session) => session.set('n', 5), deep)
    expect(readFileSync(join(savePath, 'a/b/sess_abc'), 'latin1')).toBe('n|i:5;')
    php.write('start.inc', `<?php ini_set('session.save_path', '2;${savePath}'); session_start();`)
    expect((await phps(`${START} echo $_SESSION['n'];`, 'PHPSESSID=abc')).body).toBe('5')
    // Too short for the depth: PHP starts no session, and the page goes on.
    const theirs = await phps(`${START} echo session_id();`, 'PHPSESSID=ab')
    const mine = await ours('write', 'PHPSESSID=ab', (session) => session.id, deep)
    expect([mine.head, mine.body]).toEqual([theirs.head, theirs.body])
  })
})

describe('the lock', () => {
  test('is flock(2) with either way to call it, and ends with the descriptor', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'banyan-lock-'))
    const path = join(directory, 'file')
    const locks = [await nativeLock(), lockByCommand].filter((lock) => lock !== undefined)
    for (const first of locks) {
      for (const second of locks) {
        const one = openSync(path, 'w')
        const two = openSync(path, 'w')
        await first(one, 1000)
        await expect(second(two, 50)).rejects.toThrow('locked by another request')
        closeSync(one)
        await second(two, 1000)
        closeSync(two)
      }
    }
    rmSync(directory, {recursive: true})
  })
})
