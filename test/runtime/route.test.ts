import {describe, expect, test} from 'vitest'
import {routeRequest} from '../../src/runtime/route.ts'

const PAGES = new Set(['index.php', 'book.php', 'admin/index.php', 'a.php/b.php', 'ü.php', '\\x5Cx41.php'])

function route(parameters: Record<string, string>, documentRoot?: string) {
  return routeRequest(new Map(Object.entries(parameters)), (path) => PAGES.has(path), documentRoot)
}

const ROOT = {DOCUMENT_ROOT: '/srv/www'}

describe('the page of a request', () => {
  test('is the script below the document root, without Apache’s proxy prefix', () => {
    for (const prefix of [
      '',
      'proxy:fcgi://127.0.0.1:9000',
      'proxy:fcgi://localhost',
      'proxy:balancer://ts',
      'proxy:scgi://x',
    ]) {
      const {page, parameters} = route({
        ...ROOT,
        SCRIPT_FILENAME: `${prefix}/srv/www/admin/index.php`,
        SCRIPT_NAME: '/x.php',
      })
      expect(page).toBe('admin/index.php')
      expect(parameters.get('SCRIPT_FILENAME')).toBe('/srv/www/admin/index.php')
    }
    expect(route({...ROOT, SCRIPT_FILENAME: 'proxy:fcgi://h/srv/www/book.php?id=1'}).page).toBe('book.php')
  })

  test('is found by the configured document root, or by SCRIPT_NAME below an alias', () => {
    expect(route({SCRIPT_FILENAME: '/other/book.php', SCRIPT_NAME: '/old/book.php'}, '/other').page).toBe('book.php')
    expect(route({...ROOT, SCRIPT_FILENAME: '/elsewhere/x.php', SCRIPT_NAME: '/book.php'}).page).toBe('book.php')
    expect(route({SCRIPT_NAME: '//book.php'}).page).toBe('book.php')
  })

  test('is never taken from what the client wrote', () => {
    expect(
      route({...ROOT, REQUEST_URI: '/book.php', PATH_INFO: '/book.php', SCRIPT_NAME: '/other.php'}).page,
    ).toBeUndefined()
    for (const path of [
      '/../book.php',
      '/admin/../book.php',
      '/./book.php',
      '/book.php%00',
      '/constructor',
      '/__proto__',
      '',
      '/',
      '/BOOK.PHP',
      '/book.php.',
      '/\xff.php',
    ]) {
      expect(route({SCRIPT_NAME: path}).page, path).toBeUndefined()
      expect(route({...ROOT, SCRIPT_FILENAME: `/srv/www${path}`}).page, path).toBeUndefined()
    }
    expect(route({...ROOT, SCRIPT_FILENAME: '/srv/wwwbook.php'}).page).toBeUndefined()
  })

  test('may have a name beyond ASCII', () => {
    expect(route({...ROOT, SCRIPT_FILENAME: '/srv/www/\xc3\xbc.php'}).page).toBe('ü.php')
  })

  test('may have a name that reads as the escape of a byte', () => {
    const {page, parameters} = route({...ROOT, SCRIPT_NAME: '/\\x41.php/p', SCRIPT_FILENAME: '/srv/www/\\x41.php/p'})
    expect([page, parameters.get('PATH_INFO'), parameters.get('SCRIPT_NAME')]).toEqual([
      '\\x5Cx41.php',
      '/p',
      '/\\x41.php',
    ])
  })

  test('is told from the path after it, as PHP-FPM does where Apache does not', () => {
    const {page, parameters} = route({
      ...ROOT,
      SCRIPT_NAME: '/book.php/p q/\xe9',
      SCRIPT_FILENAME: 'proxy:fcgi://h/srv/www/book.php/p q/\xc3\xa9',
    })
    expect(page).toBe('book.php')
    expect(Object.fromEntries(parameters)).toMatchObject({
      SCRIPT_FILENAME: '/srv/www/book.php',
      ORIG_SCRIPT_FILENAME: '/srv/www/book.php/p q/\xc3\xa9',
      PATH_INFO: '/p q/\xc3\xa9',
      PATH_TRANSLATED: '/srv/www/p q/\xc3\xa9',
    })
    // Apache writes one as a piece of a URL, the other decoded; PHP-FPM was seen to keep the first.
    const coded = route({
      ...ROOT,
      SCRIPT_NAME: '/book.php/a\\b?',
      SCRIPT_FILENAME: 'proxy:fcgi://h/srv/www/book.php/a%5Cb%3F',
    })
    expect(Object.fromEntries(coded.parameters)).toMatchObject({SCRIPT_NAME: '/book.php', PATH_INFO: '/a%5Cb%3F'})
    const bytes = route({...ROOT, SCRIPT_NAME: '/book.php/\xff', SCRIPT_FILENAME: '/srv/www/book.php/\xff'})
    expect(bytes).toMatchObject({page: 'book.php'})
    expect(Object.fromEntries(bytes.parameters)).toMatchObject({SCRIPT_NAME: '/book.php', PATH_INFO: '/\xff'})
    expect(route({...ROOT, SCRIPT_FILENAME: '/srv/www/a.php/b.php/c'}).page).toBe('a.php/b.php')
    expect(route({...ROOT, SCRIPT_FILENAME: '/srv/www/book.phpx/c'}).page).toBeUndefined()
  })
})
