import {describe, expect, it} from 'vitest'
import {parseApacheConfig, sectionsOf} from '../../../src/scan/access/apache-config.ts'
import {scanFiles} from '../temporary-site.ts'

describe('reading .htaccess', () => {
  it('knows quotes, continuations, comments, sections and any case', () => {
    const directives = parseApacheConfig(
      '# comment \\\nnot read\r\nAuthName "The \\"inner\\" room" \'a b\'\n<ifModule mod_x.c>\n  <Files ~ "\\.inc$">\nREQUIRE \\\n  all denied\n</Files>\n</IfModule>\nDirectoryIndex a b',
    )
    expect(directives.map(({name, args, line}) => [name, args, line])).toEqual([
      ['authname', ['The "inner" room', 'a b'], 3],
      ['require', ['all', 'denied'], 6],
      ['directoryindex', ['a', 'b'], 10],
    ])
    expect([...sectionsOf(directives[1] as never)].map(({name, args}) => [name, ...args])).toEqual([
      ['files', '~', '\\.inc$'],
      ['ifmodule', 'mod_x.c'],
    ])
  })

  it('takes any text', () => {
    for (const text of [
      '</Files>',
      '<',
      '<<<>>>',
      '<Files',
      '"',
      '\\',
      '\0\xff',
      '<Files x>'.repeat(3),
      `${'<Files x>\n'.repeat(50_000)}Require all denied`,
      '\\\n'.repeat(100_000),
    ]) {
      expect(Array.isArray(parseApacheConfig(text))).toBe(true)
    }
  })

  it('gives what routing needs, with the pages that are meant', async () => {
    const {settings} = await scanFiles({
      '.htaccess':
        'DirectoryIndex start.php index.php\nErrorDocument 404 /missing.php\nRewriteRule ^book/(\\d+)$ book.php?id=$1 [QSA,L]\nAddType application/x-httpd-php .inc\nphp_value auto_prepend_file "prepend.php"\nRewriteRule ^x$ http://elsewhere/y.php',
      'shop/.user.ini': '; comment\nsession.name = "SHOP"\nprecision=14 ; note\n',
      'missing.php': '',
      'book.php': '',
    })
    expect(settings.map(({file, kind, name, value, target, line}) => [file, kind, name, value, target, line])).toEqual([
      ['.htaccess', 'directory-index', 'directoryindex', 'start.php index.php', undefined, 1],
      ['.htaccess', 'error-document', '404', '/missing.php', 'missing.php', 2],
      ['.htaccess', 'rewrite', '^book/(\\d+)$', 'book.php?id=$1', 'book.php', 3],
      ['.htaccess', 'handler', 'addtype', 'application/x-httpd-php .inc', undefined, 4],
      ['.htaccess', 'php-setting', 'auto_prepend_file', 'prepend.php', undefined, 5],
      ['.htaccess', 'rewrite', '^x$', 'http://elsewhere/y.php', undefined, 6],
      ['shop/.user.ini', 'php-setting', 'session.name', 'SHOP', undefined, 2],
      ['shop/.user.ini', 'php-setting', 'precision', '14', undefined, 3],
    ])
  })

  it('splits arguments as Apache does: mod_rewrite by itself, where nothing saves a quote', () => {
    const args = (line: string) => parseApacheConfig(line)[0]?.args
    expect(args('RewriteRule ^a\\ b$ "c d.php?x=\\"  [L,R=301] more')).toEqual(['^a\\ b$', 'c d.php?x=\\', '[L,R=301]'])
    expect(args('RewriteCond  "%{QUERY_STRING}" \'a "b"\' [NC]')).toEqual(['%{QUERY_STRING}', 'a "b"', '[NC]'])
    expect(args("Redirect \"/a  b\" 'c\\'d' e\\\\f")).toEqual(['/a  b', "c'd", 'e\\f'])
  })

  it('keeps what rewriting needs, in order, with the sections round it', async () => {
    const {settings} = await scanFiles({
      '.htaccess': `<IfModule mod_rewrite.c>
RewriteEngine On
RewriteBase /shop
RewriteCond %{HTTPS} off [OR]
RewriteRule ^x$ y.php [R=301,L]
</IfModule>
Options -MultiViews
Redirect gone /old
`,
      'y.php': '',
    })
    const sections = [{name: 'ifmodule', args: ['mod_rewrite.c']}]
    expect(settings.map(({kind, name, args, sections}) => [kind, name, args, sections])).toEqual([
      ['rewriting', 'rewriteengine', ['On'], sections],
      ['rewriting', 'rewritebase', ['/shop'], sections],
      ['rewriting', 'rewritecond', ['%{HTTPS}', 'off', '[OR]'], sections],
      ['rewrite', '^x$', ['^x$', 'y.php', '[R=301,L]'], sections],
      ['routing', 'options', ['-MultiViews'], []],
      ['routing', 'redirect', ['gone', '/old'], []],
    ])
  })
})
