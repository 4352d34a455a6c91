/** A site made to catch routing mistakes: the same file names in several folders, access rules of every kind, odd names. */
import {createHash} from 'node:crypto'
import {symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {pagePathOfBytes} from '../../src/page.ts'
import {writeFiles} from '../support/directory.ts'

/** What both sides report of a request; what differs from one request to the next is not among it. */
export const reported = [
  'SCRIPT_FILENAME',
  'REQUEST_METHOD',
  'REQUEST_URI',
  'SCRIPT_NAME',
  'PATH_INFO',
  'QUERY_STRING',
  'REMOTE_USER',
  'CONTENT_TYPE',
  'DOCUMENT_ROOT',
  'HTTP_HOST',
]

/** Every PHP page answers with the parameters it was given, in hexadecimal. The word SECRET is only in its source. */
const page = `<?php // SECRET
header('X-Side: php');
header('X-File: ' . bin2hex($_SERVER['SCRIPT_FILENAME']));
header('Content-Type: application/json');
$params = [];
foreach (['${reported.join("', '")}'] as $name) $params[$name] = bin2hex($_SERVER[$name] ?? '');
echo json_encode(['params' => $params, 'body' => bin2hex(file_get_contents('php://input'))]);
`

/** The names of APACHE's quoting traps: each is a page of its own in \`odd/\`. */
export const oddNames = [
  ...[
    'a b',
    'a"b',
    "a'b",
    '[ab]',
    'a[b',
    'a*',
    '%41',
    '%',
    '100%',
    '$1',
    '${HOME}',
    '${VAR}',
    '%{HTTP_HOST}',
    '\\',
    'a\\',
  ],
  ...[
    'a\\b',
    '\\x41',
    '#',
    'a#b',
    'é',
    '日本',
    '-leading',
    'a<b',
    'a>b',
    'a+b',
    'a;b',
    'a&b',
    'a|b',
    '^a',
    '(a)',
    '{a}',
    'a=b',
  ],
  ...[
    'a:b',
    '~a',
    ' leading',
    '.hidden',
    'a.b',
    '!a',
    'a@b',
    'a,b',
    '`a`',
    'quote".php" x',
    '$',
    '</If>',
    '%%',
    'a\u0085b',
  ],
].map((stem) => `odd/${stem}.php`)

/** Names that a careless pattern for an odd name would catch; they stay in PHP. */
export const siblings = [
  'a',
  'b',
  'A',
  'ab',
  'aXb',
  'axb',
  '1',
  '41',
  'x41',
  'ahtml',
  'localhost',
  'HOME',
  'leading',
  'quote',
  'aa',
  'hidden',
]
  .map((stem) => `odd/${stem}.php`)
  .concat('odd/a.phpx', 'odd/xphp.php')

/** A page whose path takes nearly the longest line that Apache reads. */
export const longPage = `${Array.from({length: 15}, () => '.-'.repeat(60)).join('/')}/page.php`

/** One folder for each way to forbid access to `secret.php` in it. */
export const forbidden = {
  basic: 'AuthType Basic\nAuthName "Members"\nAuthUserFile "PASSWORDS"\nRequire valid-user\n',
  directory: '',
  files: '<Files "secret.php">\n  Require all denied\n</Files>\n',
  order: 'Order deny,allow\nDeny from all\n',
  rewrite: 'RewriteEngine On\nRewriteRule . - [F]\n',
  require: 'Require all denied\n',
  location: '',
} as const

/** The files that TypeScript answers for. */
export const movedFiles = [
  'index.php',
  'admin/users.php',
  'article.php',
  ...Object.keys(forbidden).map((kind) => `closed/${kind}/secret.php`),
  ...oddNames,
  longPage,
]

/** Their pages, as the ledger writes them. */
export const movedPages = movedFiles.map((file) => pagePathOfBytes(Buffer.from(file)))

const stayingFiles = [
  'admin/index.php',
  'blog/index.php',
  'other.php',
  'closed/basic/index.php',
  'blog/article.php',
  ...siblings,
]

/** The site's own .htaccess in its document root. */
export const siteHtaccess = `ErrorDocument 404 /article.php?e=1
RewriteEngine On
RewriteRule ^article/(\\d+)$ article.php?id=$1 [QSA,L]
`

/**
 * Writes the site into `root`, with the passwords beside it.
 * @param phpHandler what `SetHandler` runs PHP with: `admin/` has its own line for it, as hosts tell people to write
 */
export function writeSite(root: string, phpHandler: string): void {
  const passwords = join(root, '../passwords')
  writeFiles(root, {
    '.htaccess': siteHtaccess,
    'admin/.htaccess': `RewriteEngine On\n<FilesMatch "\\.php$">\n  SetHandler "${phpHandler}"\n</FilesMatch>\n`,
    'static.txt': 'static\n',
    '../passwords': `bob:{SHA}${createHash('sha1').update('secret').digest('base64')}\n`,
  })
  for (const path of [...movedFiles, ...stayingFiles]) writeFiles(root, {[path]: page})
  for (const [kind, rules] of Object.entries(forbidden)) {
    writeFiles(root, {[`closed/${kind}/.htaccess`]: rules.replace('PASSWORDS', passwords)})
  }
  symlinkSync('index.php', join(root, 'lnk.php'))
  symlinkSync('.', join(root, 'lnkdir'))
}

/** What the site has in the server's configuration. */
export function serverRules(root: string): string {
  return `Alias /alias "${root}"
<Directory "${root}/closed/directory">
  Require ip 192.0.2.1
</Directory>
<Location "/closed/location">
  Require ip 192.0.2.1
</Location>
`
}
