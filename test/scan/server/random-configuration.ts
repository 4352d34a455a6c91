/** Random but valid access control for Apache, and the site that it is tried on. */
import fc from 'fast-check'

/** Pages below the document root. */
export const PAGES = ['a.php', 'b.php', 'private/a.php', 'private/secret.php', 'private/deep/a.php', 'x y.php']

/** What `${ROOT}` stands for is defined by the configuration. */
const directories = [
  '<Directory "/">',
  '<Directory "${ROOT}">',
  '<Directory "${ROOT}/private">',
  '<Directory "${ROOT}/private/">',
  '<Directory "${ROOT}//private/./deep">',
  '<Directory "${ROOT}/*/deep">',
  '<Directory "${ROOT}/p*">',
  '<Directory "/tmp/*">',
  '<Directory ~ "/private/deep/">',
  '<DirectoryMatch "^${ROOT}/private/">',
  '<DirectoryMatch "/private$">',
  '<DirectoryMatch "/private/(?!deep)">',
  '<DirectoryMatch "\\.php$">',
]
const files = [
  '<Files "a.php">',
  '<Files a*>',
  '<Files "[ab].php">',
  '<Files ~ "^secret">',
  '<Files "x y.php">',
  '<Files "?.php">',
  '<FilesMatch "\\.(php|phar)$">',
  '<FilesMatch "(?i)^SECRET">',
  '<FilesMatch "^[[:lower:]]+\\.php$">',
]
const locations = [
  '<Location "/">',
  '<Location "/private">',
  '<Location "/private/">',
  '<Location "/priv">',
  '<Location "/private/a.php">',
  '<Location "/private/a.php/">',
  '<Location "/*/a.php">',
  '<Location "/p*">',
  '<Location "/?.php">',
  '<Location "/x y.php">',
  '<Location ~ "deep">',
  '<LocationMatch "^/private/.*\\.php$">',
  '<LocationMatch "^/private$">',
  '<LocationMatch "^/(a|b)\\.php">',
]
const conditions = [
  '<If "true">',
  '<If "false">',
  '<If "%{REQUEST_METHOD} == \'GET\'">',
  '<If "%{REQUEST_URI} =~ m#^/private#">',
]

const requirement = fc.constantFrom(
  'Require all granted',
  'Require all denied',
  'Require valid-user',
  'Require ip 127.0.0.1',
  'Require ip 192.0.2.1',
  'Require local',
  'Require method GET HEAD',
  'Require inside',
  'Require expr true',
)
const grouped = fc
  .tuple(
    fc.constantFrom('RequireAll', 'RequireAny'),
    fc.array(requirement, {minLength: 1, maxLength: 3}),
    fc.option(fc.constantFrom('Require not ip 192.0.2.1', 'Require not all granted', 'Require not ip 127.0.0.1')),
  )
  .map(([name, inner, not]) =>
    name === 'RequireAll' && not
      ? [`<RequireAll>`, ...inner, not, '</RequireAll>']
      : [`<${name}>`, ...inner, `</${name}>`],
  )
const nested = fc
  .tuple(grouped, grouped, fc.constantFrom('RequireAll', 'RequireAny'))
  .map(([one, other, name]) => [`<${name}>`, ...one, ...other, `</${name}>`])
const requires = fc.oneof(
  {weight: 4, arbitrary: fc.array(requirement, {minLength: 1, maxLength: 3})},
  {weight: 2, arbitrary: grouped},
  nested,
)
const hosts = fc
  .tuple(
    fc.option(fc.constantFrom('Order allow,deny', 'Order deny,allow', 'Order Deny,Allow', 'Order mutual-failure')),
    fc.subarray(['Allow from all', 'Allow from 127.0.0.1', 'Deny from all', 'Deny from 192.0.2.1', 'Allow from env=x']),
    fc.option(fc.constantFrom('Satisfy Any', 'Satisfy All'), {freq: 3}),
  )
  .map(([order, rest, satisfy]) => [order, ...rest, satisfy].filter((line) => line !== null))
const merging = fc.constantFrom(['AuthMerging And'], ['AuthMerging Or'], ['AuthMerging Off'])
const limited = fc
  .tuple(
    fc.constantFrom('<Limit GET>', '<Limit POST>', '<Limit GET POST>', '<LimitExcept GET>'),
    fc.oneof(requires, hosts),
  )
  .map(([limit, inner]) => [limit, ...inner, `</${/\w+/.exec(limit)?.[0]}>`])
const redirect = fc.constantFrom(['Redirect 403 /private'], ['RedirectMatch 403 "deep"'], ['Redirect gone /b.php'])
const body = fc
  .tuple(
    fc.oneof({weight: 5, arbitrary: requires}, {weight: 3, arbitrary: hosts}, limited, redirect),
    fc.option(fc.oneof(hosts, merging, limited), {freq: 3}),
  )
  .map(([one, other]) => [...one, ...(other ?? [])])

function inSection(opening: string, lines: readonly string[]): string[] {
  return [opening, ...lines, `</${/\w+/.exec(opening)?.[0]}>`]
}

const rewriting = fc
  .tuple(
    fc.constantFrom('RewriteEngine On', 'RewriteEngine Off', ''),
    fc.array(
      fc.constantFrom(
        'RewriteRule ^/private/ - [F]',
        'RewriteRule (^|/)a\\.php$ - [F,L]',
        'RewriteRule A\\.php - [NC,F]',
        'RewriteRule !\\.php$ - [F]',
        'RewriteCond %{REQUEST_METHOD} POST\nRewriteRule ^ - [F]',
        'RewriteRule ^/b\\.php$ /a.php',
        'RewriteRule deep - [L]',
        'RewriteRule secret - [G]',
        'RewriteRule deep - [C]\nRewriteRule a - [F]',
        'RewriteRule private - [S=1]',
        'RewriteRule b - [R=403]',
      ),
      {maxLength: 3},
    ),
  )
  .map(([engine, rules]) => [engine, ...rules])

const section: fc.Arbitrary<string[]> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom(...directories), body).map(([open, lines]) => inSection(open, lines)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...directories), fc.constantFrom(...files), body)
      .map(([outer, open, lines]) => inSection(outer, inSection(open, lines))),
  },
  {weight: 3, arbitrary: fc.tuple(fc.constantFrom(...files), body).map(([open, lines]) => inSection(open, lines))},
  {weight: 4, arbitrary: fc.tuple(fc.constantFrom(...locations), body).map(([open, lines]) => inSection(open, lines))},
  fc
    .tuple(fc.constantFrom(...conditions), requires, fc.option(fc.constantFrom(...directories, ...locations, ...files)))
    .map(([open, lines, outer]) => {
      const inner = inSection(open, lines)
      return outer === null ? inner : inSection(outer, inner)
    }),
  fc
    .tuple(fc.constantFrom(...directories.slice(0, 4)), rewriting)
    .map(([open, lines]) => inSection(open, [...lines.map((line) => line.replace('^/', '^/?'))])),
)

const guarded = fc
  .tuple(
    section,
    fc.option(
      fc.constantFrom(
        '<IfModule authz_core_module>',
        '<IfModule !mod_authz_core.c>',
        '<IfModule mod_perl.c>',
        '<IfDefine HARNESS_PORT>',
        '<IfDefine !HARNESS_PORT>',
        '<IfVersion >= 2.4>',
        '<IfVersion < 2.4>',
        '<IfFile "${ROOT}/a.php">',
      ),
      {freq: 4},
    ),
  )
  .map(([lines, guard]) => (guard === null ? lines : inSection(guard, lines)))

/** The lines of a server or of a virtual host. */
export const accessControl: fc.Arbitrary<string[]> = fc
  .tuple(fc.array(guarded, {minLength: 1, maxLength: 4}), fc.option(rewriting, {freq: 3}))
  .map(([sections, rules]) => [...sections.flat(), ...(rules ?? [])])
