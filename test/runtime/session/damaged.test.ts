/** Damaged data: what PHP's session_decode() reads is read, and what it refuses is refused. */
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {codecOf} from '../../../src/runtime/codec.ts'
import {SessionData} from '../../../src/runtime/session/data.ts'
import {SESSION_FORMATS} from '../../../src/runtime/session/format.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'
import {randomFrom} from '../support/random.ts'

const WHOLE = {
  php: ['a|i:1;b|s:3:"x|y";c|a:2:{i:0;b:1;s:1:"k";N;}', 'o|O:1:"A":1:{s:1:"p";d:0.5;}r|r:1;q|R:2;', 'd|d:1.0E+25;e|d:-INF;f|d:NAN;h|a:1:{i:5;a:0:{}}'],
  php_binary: ['\x01ai:1;\x01bs:3:"x|y";\x01ca:2:{i:0;b:1;s:1:"k";N;}', '\x01oO:1:"A":1:{s:1:"p";d:0.5;}\x01rr:1;'],
  php_serialize: ['a:2:{s:1:"a";i:1;i:7;a:2:{i:0;b:0;s:1:"k";R:2;}}', 'a:2:{s:1:"o";O:1:"A":1:{s:1:"p";d:0.5;}s:1:"r";r:2;}'],
} // biome-ignore format: packed
const BYTES = [...'aibsdNOCERr:;{}"|0123456789-.eE', '\0', '\x01', '\xff', '\x81']
const COUNT = 1500

describe.skipIf(skipsPhp)('damaged sessions', () => {
  let php: Php
  beforeAll(async () => {
    php = await startPhp({'session.use_cookies': '0', 'session.cache_limiter': '', memory_limit: '-1'})
    mkdirSync(join(php.directory, 'sessions'))
    php.write('decode.php', `<?php class A { public $p; } session_save_path(__DIR__ . '/sessions'); ini_set('session.serialize_handler', $_GET['format']); $out = [];
      foreach (json_decode(file_get_contents(__DIR__ . '/cases.json')) as $data) { session_id('fuzz'); session_start(); $_SESSION = [];
        try { $ok = session_decode(base64_decode($data)) && is_array($_SESSION); } catch (Throwable $e) { $ok = false; }
        $out[] = $ok ? array_map(fn($key) => base64_encode($key), array_keys($_SESSION)) : null; if (session_status() === PHP_SESSION_ACTIVE) session_abort(); }
      echo json_encode($out);`) // biome-ignore format: PHP
  })
  afterAll(() => php.stop())

  test.each(SESSION_FORMATS)(`of the format %s are read or refused as by PHP, ${COUNT} of them`, async (format) => {
    const random = randomFrom(20_061_122)
    const cases = Array.from({length: COUNT}, () => {
      let text = random.pick(WHOLE[format])
      for (let changes = random.number(3) + 1; changes > 0; changes--) {
        const at = random.number(text.length + 1)
        text = text.slice(0, at) + random.text(BYTES, 0, 1) + text.slice(at + random.number(3))
      }
      return text
    })
    const encoded = cases.map((text) => Buffer.from(text, 'latin1').toString('base64'))
    writeFileSync(join(php.directory, 'cases.json'), JSON.stringify(encoded))
    const {body} = await php.request('decode.php', {QUERY_STRING: `format=${format}`})
    const theirs = JSON.parse(String(body)) as (string[] | null)[]
    let read = 0
    let refused = 0
    for (const [index, keys] of theirs.entries()) {
      const text = cases[index] ?? ''
      const mine = variablesOf(text, format)
      if (keys === null) refused++
      else expect(mine, JSON.stringify(text)).toEqual(keys.map((key) => Buffer.from(key, 'base64').toString('latin1')))
      if (mine !== undefined) read++
      // PHP also looks at names of classes and at where references lead, which matters to whoever follows them.
      if (keys === null && mine !== undefined) expect(text).toMatch(/[OCERr]:/)
    }
    expect([theirs.length, read > 20, refused > 500]).toEqual([COUNT, true, true])
  })
})

function variablesOf(text: string, format: (typeof SESSION_FORMATS)[number]): string[] | undefined {
  try {
    const data = new SessionData(Buffer.from(text, 'latin1'), codecOf('iso-8859-1'), format)
    for (const name of data.keys()) data.get(name)
    return data.keys()
  } catch {
    return undefined
  }
}
