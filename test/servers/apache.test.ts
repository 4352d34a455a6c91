import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {planRoutes} from '../../src/routes/plan.ts'
import {apacheBackend} from '../../src/servers/apache/backend.ts'
import {apache} from '../../src/servers/apache/emitter.ts'
import {quoteComment, quoteRegex} from '../../src/servers/apache/quote.ts'
import type {EmitOptions} from '../../src/servers/types.ts'

const options: EmitOptions = {
  ...{site: 'shop', backend: 'unix:/run/migrate/shop.sock', documentRoots: ['/srv/www/shop']},
  ...{style: 'files', form: 'htaccess'},
}

describe('quoteRegex', () => {
  test('writes letters, digits, underscores and slashes as they are, and every other byte in hexadecimal', () => {
    expect(quoteRegex('Ab_1/é.php')).toBe('Ab_1/\\xc3\\xa9\\x2ephp')
  })

  test('matches the name, byte by byte, and no other', () => {
    const latin1 = (name: string): string => Buffer.from(name).toString('latin1')
    fc.assert(
      fc.property(fc.string({unit: 'grapheme'}), fc.string(), (name, otherName) => {
        const pattern = new RegExp(`^${quoteRegex(name)}$`)
        expect(quoteRegex(name)).toMatch(/^([A-Za-z0-9_/]|\\x[0-9a-f]{2})*$/)
        expect(pattern.test(latin1(name))).toBe(true)
        expect(pattern.test(latin1(otherName))).toBe(name === otherName)
      }),
    )
  })
})

describe('quoteComment', () => {
  test('is one line of printable ASCII without a backslash at its end, however long the name', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', maxLength: 400}), (name) => {
        expect(quoteComment(name)).toMatch(/^[ -~]{0,203}$/)
        expect(quoteComment(name)).not.toMatch(/\\$/)
      }),
    )
    expect(quoteComment('admin/[a] #1.php')).toBe('admin/[a] #1.php')
    expect(quoteComment('a\\')).toBe('a\\x5c')
  })
})

describe('apacheBackend', () => {
  test.each([
    ['unix:/run/migrate/shop.sock', 'unix:/run/migrate/shop.sock|fcgi://migrate-shop'],
    ['127.0.0.1:9000', 'fcgi://127.0.0.1:9000'],
    ['[::1]:9000', 'fcgi://[::1]:9000'],
  ])('%s', (address, worker) => {
    expect(apacheBackend(address, 'shop')).toEqual({
      worker,
      handler: `proxy:${worker}`,
      balancer: 'balancer://migrate-shop',
    })
  })

  test.each([
    'unix:run/x.sock',
    'unix:/run/my site.sock',
    'unix:/run/x"y',
    'unix:/a|b',
    'unix:',
    `unix:/${'x'.repeat(107)}`,
  ])('refuses the socket %s', (address) => expect(apacheBackend(address, 'shop')).toMatchObject({code: 'SOCKET_PATH'}))

  test.each([
    'localhost:9000',
    '127.0.0.1',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '256.0.0.1:1',
    '[::g]:1',
    '[:::]:1',
    '::1:9000',
    'http://127.0.0.1:1',
    '',
    '127.0.0.1:9000"',
  ])('refuses the address %j', (address) =>
    expect(apacheBackend(address, 'shop')).toMatchObject({code: 'BACKEND_ADDRESS'}),
  )

  test.each(['', 'My Shop', 'shop"', '-shop', 'x'.repeat(82), 'shop\n'])('refuses the site name %j', (site) => {
    expect(apacheBackend('127.0.0.1:9000', site)).toMatchObject({code: 'SITE_NAME'})
  })
})

describe('apache.emit', () => {
  const moved = (count: number) =>
    planRoutes(Array.from({length: count}, (_, index) => ({path: `page${index}.php`, exposure: 'typescript'})))

  test('writes nothing when any page is refused', () => {
    const plan = planRoutes([
      {path: 'a?.php', exposure: 'typescript'},
      {path: 'b.php', exposure: 'typescript'},
    ])
    expect(apache.emit(plan, options)).toMatchObject({files: [], refusals: [{code: 'NAME_QUESTION_MARK'}]})
  })

  test('gives an empty block for no pages, so that the .htaccess becomes what it was', () => {
    expect(apache.emit(planRoutes([]), options)).toEqual({
      files: [{name: '.htaccess', text: '', place: 'end'}],
      trees: [],
      warnings: [],
      refusals: [],
    })
  })

  test.each(['rewrite', 'map'])(
    'refuses a socket with capital letters for %s in a .htaccess, and not in a virtual host',
    (style) => {
      const codes = (form: string, backend: string) =>
        apache
          .emit(moved(1), {...options, style, form, backend, maps: '/var/lib/migrate/map'})
          .refusals.map(({code}) => code)
      expect(codes('htaccess', 'unix:/run/Shop.sock')).toEqual(['SOCKET_CASE'])
      expect(codes('htaccess', 'unix:/run/shop.sock')).toEqual([])
      expect(codes('vhost', 'unix:/run/Shop.sock')).toEqual([])
    },
  )

  test('warns of the cost of many pages in .htaccess from ten on, and not in the virtual host', () => {
    const codes = (count: number, form: string) =>
      apache.emit(moved(count), {...options, form}).warnings.map(({code}) => code)
    expect(codes(9, 'htaccess')).toEqual(['NO_WORKER_POOL'])
    expect(codes(10, 'htaccess')).toEqual(['HTACCESS_MANY_PAGES', 'NO_WORKER_POOL'])
    expect(codes(10, 'vhost')).toEqual([])
  })

  test('takes the root folder, and roots in any order and spelling', () => {
    const text = (documentRoots: string[]) => apache.emit(moved(1), {...options, documentRoots}).files[0]?.text
    expect(text(['/'])).toContain('m#^/page0\\x2ephp$#')
    expect(text(['/b/', '/a', '/a//'])).toBe(text(['/a', '/x/../b']))
  })

  test('refuses what is not a document root', () => {
    for (const documentRoots of [[], ['www'], ['/a\nb'], ['/a', '']]) {
      expect(apache.emit(moved(1), {...options, documentRoots})).toMatchObject({
        files: [],
        refusals: [{code: 'DOCUMENT_ROOT'}],
      })
    }
  })

  test('knows no other style or form', () => {
    expect(() => apache.emit(moved(1), {...options, style: 'constructor'})).toThrow(
      expect.objectContaining({code: 'UNKNOWN_STYLE'}),
    )
    expect(() => apache.emit(moved(1), {...options, form: 'x'})).toThrow(
      expect.objectContaining({code: 'UNKNOWN_FORM'}),
    )
  })
})

describe('style files in a virtual host', () => {
  const emit = (paths: readonly string[], documentRoots = options.documentRoots): string => {
    const plan = planRoutes(paths.map((path) => ({path, exposure: 'typescript'})))
    return apache.emit(plan, {...options, form: 'vhost', documentRoots}).files[0]?.text ?? ''
  }
  const opened = (text: string): string[] => text.match(/(?<=^ *<)(?:Directory|Files|FilesMatch) .*(?=>$)/gm) ?? []

  test('puts pages into a section for their folder, so that a request is compared with those of its own folders', () => {
    expect(opened(emit(['b/index.php', 'a/list.php', 'index.php', 'a/index.php']))).toEqual([
      ...['Directory "/srv/www/shop"', 'Files "index.php"'],
      ...['Directory "/srv/www/shop/a"', 'Files "index.php"', 'Files "list.php"'],
      ...['Directory "/srv/www/shop/b"', 'Files "index.php"'],
    ])
  })

  test('names every spelling of the document root', () => {
    expect(opened(emit(['a/b.php'], ['/srv/www/shop', '/data/shop']))).toEqual([
      ...['Directory "/data/shop/a"', 'Files "b.php"', 'Directory "/srv/www/shop/a"', 'Files "b.php"'],
    ])
  })

  test('leaves a page outside of them whose folder would be a pattern or has to be quoted', () => {
    expect(opened(emit(['a*/b.php', 'a b/b.php', 'é/c.php', 'a/b.php']))).toEqual([
      ...['Files "b.php"', 'Files "c.php"', 'Directory "/srv/www/shop/a"', 'Files "b.php"'],
    ])
    expect(opened(emit(['a/b.php'], ['/srv/my shop']))).toEqual(['Files "b.php"'])
  })
})
