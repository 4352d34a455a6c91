import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {isPhpArray} from '../../../src/php/index.ts'
import {codecOf} from '../../../src/runtime/codec.ts'
import {requestHeaders} from '../../../src/runtime/input/headers.ts'
import {serverVariables} from '../../../src/runtime/input/server.ts'
import {type Php, skipsPhp, startPhp} from '../support/php.ts'

const codec = codecOf('utf-8')

describe.skipIf(skipsPhp)('$_SERVER', () => {
  let php: Php
  beforeAll(async () => {
    php = await startPhp({register_argc_argv: '0'})
    php.write(
      'server.php',
      '<?php function text($v) { return is_array($v) ? array_map("text", $v) : (is_string($v) ? bin2hex($v) : gettype($v)); } $all = []; foreach ($_SERVER as $k => $v) $all[] = [bin2hex($k), text($v)]; echo json_encode($all);',
    )
    php.write(
      'headers.php',
      '<?php $all = []; foreach (getallheaders() as $k => $v) $all[] = [bin2hex($k), bin2hex($v)]; echo json_encode($all);',
    )
  })
  afterAll(() => php.stop())

  const cases: Record<string, string>[] = [
    {},
    {HTTP_HOST: 'shop.test', HTTP_X_A_B: 'x', HTTPS: 'on', REMOTE_USER: 'bob', PATH_INFO: '/a b/\xe9', QUERY_STRING: 'a=1'},
    {HTTP_PROXY: 'http://evil', HTTP_ACCEPT: '*/*'},
    {HTTP_X_FORWARDED_FOR: '1.2.3.4', HTTP_X__Y: 'twice', HTTP_A1B_C2D: 'n', HTTP_: 'none', HTTP_lower_case: 'l', CONTENT_TYPE: 'text/x', 'HTTP_A-B': 'é'},
    {'HTTP_X.Y': 'dot', 'a[b][]': 'c', 'a[d]': 'e', '12': 'number', 'B A D': 'x', HTTP_EMPTY: ''},
    {REDIRECT_STATUS: '404', REDIRECT_URL: '/gone', UNIQUE_ID: 'abc', HTTP_COOKIE: 'a=b', CONTENT_TYPE: '', CONTENT_LENGTH: '0'},
    ...['Basic Ym9iOnNlOmNyZXQ=', 'basic Ym9iOnNl', 'Basic Ym9i', 'Digest username="x"', 'digest y', 'Basic  Ym9iOnNl', 'Basic !!!', 'Basic Og==', 'Basic', 'Basic Ym9iOgBhYg==', 'Bearer x', 'Basic 4Om6eg=='].map((header) => ({HTTP_AUTHORIZATION: header})),
  ] // biome-ignore format: packed

  test.each(cases)('has PHP’s keys in PHP’s order for %j', async (extra) => {
    const base = {
      GATEWAY_INTERFACE: 'CGI/1.1',
      SERVER_PROTOCOL: 'HTTP/1.1',
      REQUEST_METHOD: 'GET',
      SCRIPT_NAME: '/server.php',
      SCRIPT_FILENAME: `${php.directory}/server.php`,
      DOCUMENT_ROOT: php.directory,
      QUERY_STRING: '',
      ...extra,
    }
    const theirs = JSON.parse((await php.request('server.php', extra)).body.toString()) as [string, unknown][]
    const hex = (text: unknown): string => codec.encode(String(text)).toString('hex')
    const shown = (value: unknown): unknown => {
      if (isPhpArray(value))
        return value.isList()
          ? [...value.values()].map(shown)
          : Object.fromEntries([...value].map(([key, item]) => [key, shown(item)]))
      if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double'
      return hex(value)
    }
    const mine = [...serverVariables(new Map(Object.entries(base)), codec, 1.5)].map(([key, value]) => [
      hex(key),
      shown(value),
    ])
    const headers = JSON.parse((await php.request('headers.php', extra)).body.toString()) as [string, string][]
    expect(
      [...requestHeaders(new Map(Object.entries(base)), codec)].map(([key, value]) => [hex(key), hex(value)]),
    ).toEqual(headers)
    // What php-cgi has from its own process is not of the request.
    const own = ['FCGI_ROLE', 'PATH', 'PHP_FCGI_MAX_REQUESTS', 'PHP_FCGI_CHILDREN'].map(hex)
    expect(mine).toEqual(theirs.filter(([key]) => !own.includes(key)))
  })
})
