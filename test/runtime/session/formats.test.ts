import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {float, isPhpArray, PhpArray} from '../../../src/php/index.ts'
import {codecOf} from '../../../src/runtime/codec.ts'
import {SessionData} from '../../../src/runtime/session/data.ts'
import {SESSION_FORMATS} from '../../../src/runtime/session/format.ts'
import type {PhpObject, SessionInput} from '../../../src/runtime/session/values.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'

const codec = codecOf('utf-8')

const CLASSES = `
  class Box { public $open = 1; protected $hidden = [2]; private $own = 3.5; public $self; }
  class Modern { public $v; function __serialize(): array { return ['v' => &$this->v, 7 => 'seven']; } function __unserialize(array $a): void { $this->v = &$a['v']; } }
  enum Suit: string { case Hearts = 'h'; }`
const OLD_CLASS = `class Old implements Serializable { public $d = 'x|y;"}'; function serialize() { return $this->d; } function unserialize($s) { $this->d = $s; } }`

describe.skipIf(skipsPhp).each(SESSION_FORMATS)('a session that PHP keeps in the format %s', (format) => {
  let php: Php
  let file: string

  beforeAll(async () => {
    php = await startPhp({'session.serialize_handler': format, 'session.use_cookies': '0'})
    mkdirSync(join(php.directory, 'sessions'))
    file = join(php.directory, 'sessions', 'sess_abc')
  })
  afterAll(() => php.stop())

  const run = async (source: string, before = CLASSES): Promise<string> => {
    php.write(
      's.php',
      `<?php ${before} session_save_path(__DIR__ . '/sessions'); session_id('abc'); session_start(); ${source}`,
    )
    const {body} = await php.request('s.php')
    return body.toString('latin1')
  }
  const read = (): SessionData => new SessionData(readFileSync(file), codec, format)
  const change = (edit: (data: SessionData) => void): void => {
    const data = read()
    edit(data)
    writeFileSync(file, data.bytes())
  }

  test('is read with PHP’s types, and comes back byte for byte beside what was changed', async () => {
    await run(`$_SESSION = ['n' => 1, 'user' => 'Jörg', 'cart' => [17 => 2, 4 => 1, 'note' => 'a|b;"'], 'total' => 10.0, 'rate' => 0.1, 'huge' => 1e300, 'big' => PHP_INT_MIN,
      'nan' => NAN, 'none' => null, 'no' => false, 'bytes' => "\\xff\\0|", 'box' => new Box, 'modern' => new Modern, 'suit' => Suit::Hearts, 'empty' => [], '' => 'no name', 'é' => 1];`) // biome-ignore format: PHP
    const before = readFileSync(file, 'latin1')
    const data = read()
    expect(data.keys().at(-1)).toBe('é')
    expect(data.get('total')).toEqual(float(10))
    expect([data.get('big'), data.get('bytes'), data.get('')]).toEqual([-(2n ** 63n), '\udcff\0|', 'no name'])
    expect([...(data.get('cart') as PhpArray).keys()]).toEqual([17, 4, 'note'])
    expect(['box', 'modern', 'suit'].map((name) => (data.get(name) as PhpObject).className)).toEqual(['Box', 'Modern', 'Suit']) // biome-ignore format: packed
    expect(data.changedBytes()).toBeUndefined()
    change((session) => session.set('n', 2))
    expect(readFileSync(file, 'latin1')).toBe(before.replace('i:1;', 'i:2;'))
    expect(
      await run('echo json_encode([$_SESSION["n"], $_SESSION["suit"] === Suit::Hearts, $_SESSION["box"] == new Box]);'),
    ).toBe('[2,true,true]')
  })

  test('keeps objects whose class PHP does not know at that moment, and those that serialise themselves', async () => {
    const classes = `${CLASSES} ${OLD_CLASS}`
    await run("$_SESSION = ['n' => 1, 'box' => new Box];", classes)
    const ofPhp = readFileSync(file, 'latin1')
    // A page without the class reads and writes: __PHP_Incomplete_Class.
    await run("$_SESSION['n']++;", '')
    change((session) => session.set('n', 1))
    expect(readFileSync(file, 'latin1')).toBe(ofPhp)
    await run("$_SESSION['old'] = new Old; $_SESSION['in'] = [new Old, 5];", classes)
    change((session) => {
      session.set('new', session.get('in') ?? null)
      session.set('n', 3)
      session.delete('box')
    })
    const same = 'new Old == $_SESSION["old"]'
    expect(
      await run(
        `echo json_encode([$_SESSION["n"], ${same}, $_SESSION["new"] == [new Old, 5], count($_SESSION)]);`,
        classes,
      ),
    ).toBe('[3,true,true,4]')
  })

  test('keeps references and shared objects when values before them come and go', async () => {
    await run(`$b = new Box; $b->self = $b; $v = [1]; $_SESSION['first'] = 1; $_SESSION['box'] = $b; $_SESSION['refs'] = [&$v, &$v, [&$v]];
      $_SESSION['again'] = $b; $_SESSION['top'] = &$v; $loop = [1]; $loop['me'] = &$loop; $_SESSION['loop'] = &$loop; $_SESSION['modern'] = new Modern; $_SESSION['modern']->v = &$v;`) // biome-ignore format: PHP
    change((session) => session.set('first', [1, [2, 3], {four: null}]))
    expect(
      await run(`$_SESSION['refs'][0][] = 2; $s = $_SESSION;
        echo json_encode([$s['box'] === $s['again'], $s['box']->self === $s['box'], $s['refs'][1], $s['refs'][2][0], $s['top'], $s['modern']->v, $s['loop']['me']['me'][0]]);`), // biome-ignore format: PHP
    ).toBe('[true,true,[1,2],[1,2],[1,2],[1,2],1]')
    change((session) => {
      session.delete('box')
      session.set('new', 'x')
    })
    expect(await run(`$_SESSION['top'][] = 3; echo json_encode([$_SESSION['again']->self === $_SESSION['again'], $_SESSION['refs'][2][0], $_SESSION['new']]);`)) // biome-ignore format: PHP
      .toBe('[true,[1,2,3],"x"]')
  })

  test('keeps 300 random structures full of references while the values before them change', async () => {
    await run(`mt_srand(11); $pool = []; $objects = [];
      function value($d) { global $pool, $objects; switch (mt_rand(0, $d > 3 ? 4 : 9)) { case 0: return null; case 1: return mt_rand(-9, 9); case 2: return mt_rand() / 7; case 3: return random_bytes(mt_rand(1, 5));
        case 4: if ($objects && mt_rand(0, 1)) return $objects[array_rand($objects)]; $o = new Box; $objects[] = $o; if ($d < 4) $o->self = value($d + 1); return $o;
        default: $a = []; for ($n = mt_rand(0, 4); $n > 0; $n--) { $k = mt_rand(0, 1) ? "k$n" : $n; if ($pool && mt_rand(0, 2) == 0) $a[$k] = &$pool[array_rand($pool)]; else { $a[$k] = value($d + 1); if (mt_rand(0, 2) == 0) $pool[] = &$a[$k]; } } return $a; } }
      $_SESSION = ['first' => 1]; for ($i = 0; $i < 300; $i++) $_SESSION["v$i"] = value(0);`) // biome-ignore format: PHP
    const sum = "$s = $_SESSION; unset($s['first'], $_SESSION['first']); echo md5(serialize($s));"
    const theirs = await run(`${sum} session_abort();`)
    expect(readFileSync(file, 'latin1').match(/[;{]R:/g)?.length).toBeGreaterThan(20)
    expect(readFileSync(file, 'latin1').match(/[;{]r:/g)?.length).toBeGreaterThan(5)
    for (const first of [[1, [2, 3], 'x'], null, {a: {b: {c: 1}}}] as SessionInput[]) {
      change((session) => session.set('first', first))
      expect(await run(`${sum} session_abort();`)).toBe(theirs)
    }
  })

  test('is read by PHP as we wrote it', async () => {
    const values: Record<string, SessionInput> = {
      list: ['é', null, true, [[]]], record: {'12': 1.5, '-3': 0, '07': 'x', k: float(2)}, big: 2n ** 62n, small: -(2n ** 63n),
      bytes: '\udcff\0|;"', exact: 0.1 + 0.2, tiny: 5e-324, inf: Number.NEGATIVE_INFINITY, empty: '', no: false, 'a b': 1, 'ключ': 'значение',
    } // biome-ignore format: packed
    const expected = new SessionData(Buffer.alloc(0), codec, 'php_serialize')
    const ours = new SessionData(Buffer.alloc(0), codec, format)
    for (const data of [expected, ours]) for (const [name, value] of Object.entries(values)) data.set(name, value)
    writeFileSync(file, ours.bytes())
    expect(await run('echo serialize($_SESSION); session_abort();')).toBe(expected.bytes().toString('latin1'))
    await run('$_SESSION["list"][] = 1;')
    ours.set('list', ['é', null, true, [[]], 1])
    expect(readFileSync(file, 'latin1')).toBe(ours.bytes().toString('latin1'))
  })

  test('is left alone when it is of another format', () => {
    const one = {php: 'user|s:3:"ana";', php_binary: '\x04users:3:"ana";', php_serialize: 'a:1:{s:4:"user";s:3:"ana";}'}
    for (const [other, text] of Object.entries(one)) {
      const make = (): SessionData => new SessionData(Buffer.from(text, 'latin1'), codec, format)
      if (other === format) expect(make().get('user')).toBe('ana')
      else expect(make, other).toThrow(/cannot be read|not in the format/)
    }
    expect(new SessionData(Buffer.alloc(0), codec, format).keys()).toEqual([])
  })
})

test('names that a format cannot hold are refused at once', () => {
  const empty = (format: (typeof SESSION_FORMATS)[number]): SessionData =>
    new SessionData(Buffer.alloc(0), codec, format)
  expect(() => empty('php').set('a|b', 1)).toThrow('`|`')
  expect(() => empty('php_binary').set('12', 1)).toThrow('number')
  expect(() => empty('php_binary').set('é'.repeat(64), 1)).toThrow('127 bytes')
  const all = empty('php_serialize')
  for (const name of ['a|b', '12', '-1', '007', 'x'.repeat(200)]) all.set(name, 1)
  expect(all.bytes().toString()).toMatch(/^a:5:\{s:3:"a\|b";i:1;i:12;i:1;i:-1;i:1;s:3:"007";i:1;s:200:/)
  expect(isPhpArray(all.get('12'))).toBe(false)
  expect(PhpArray.list(all.keys()).size).toBe(5)
})

test('php_serialize: a reference to the whole of $_SESSION is followed and kept', () => {
  const data = new SessionData(Buffer.from('a:2:{s:1:"a";i:1;s:2:"me";R:1;}'), codec, 'php_serialize')
  expect((data.get('me') as PhpArray).get('a')).toBe(1)
  data.set('a', [1, 2])
  expect(data.bytes().toString()).toBe('a:2:{s:1:"a";a:2:{i:0;i:1;i:1;i:2;}s:2:"me";R:1;}')
})
