import {expect, test} from 'vitest'
import {urlForms} from '../../../src/routes/urls/forms.ts'
import {routedSite} from '../../../src/routes/urls/routed-site.ts'
import {type RandomSite, siteToRoute} from './random-site.ts'

/** Forms as people read them, with the examples of those that are patterns. */
function forms(page: string, site: RandomSite): string[] {
  const routed = routedSite({...siteToRoute(site), aliases: [{url: '/shop', to: 'store'}]})
  return urlForms(page, routed).map(({url, example}) => (example === url ? url : `${url} = ${example ?? 'perhaps'}`))
}

test('a page is reached by its own path, encoded, and with more behind it', () => {
  expect(forms('a b%é.php', {'a b%é.php': ''})).toEqual([
    '/a%20b%25%C3%A9.php',
    '/a%20b%25%C3%A9.php/{path} = /a%20b%25%C3%A9.php/example',
  ])
})

test('an index is reached by its directory, where no other index comes first', () => {
  expect(forms('store/index.php', {'store/index.php': ''})).toEqual(
    expect.arrayContaining(['/store/index.php', '/store/', '/shop/', '/shop/index.php']),
  )
  const disabled = {'store/index.php': '', 'store/.htaccess': 'DirectoryIndex disabled\n'}
  expect(forms('store/index.php', disabled)).not.toContain('/store/')
  const other = {'home.php': '', 'store/x.php': '', 'store/.htaccess': 'DirectoryIndex /home.php\n'}
  expect(forms('home.php', other)).toContain('/store/')
})

test('rules are shown as URLs, with one that leads to the page', () => {
  const rules = `RewriteEngine On
RewriteRule ^article/(\\d+)/?$ article.php?id=$1 [L]
RewriteRule ^([a-z]+)\\.html$ $1.php [L]
RewriteCond %{QUERY_STRING} ^show=news$
RewriteRule ^index\\.php$ news.php [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteRule . index.php [L]
`
  const site = {'index.php': '', 'article.php': '', 'news.php': '', '.htaccess': rules}
  expect(forms('article.php', site)).toEqual(expect.arrayContaining(['/article/{1} = /article/1', '/article.html']))
  expect(forms('news.php', site)).toEqual(expect.arrayContaining(['/news.html', '/index.php?show=news']))
  expect(forms('index.php', site)).toContain('/… = /example')
})

test('a page that rules put out of reach has no form of its own path', () => {
  const site = {'old.php': '', 'new.php': '', '.htaccess': 'RewriteEngine On\nRewriteRule ^old\\.php new.php [L]\n'}
  expect(forms('old.php', site)).toEqual([])
  expect(forms('new.php', site)).toContain('/old.php… = /old.php')
})

test('what stands in for missing pages is named', () => {
  expect(forms('index.php', {'index.php': '', '.htaccess': 'FallbackResource /index.php\n'})).toContain('/… = /example')
  expect(forms('gone.php', {'gone.php': '', '.htaccess': 'ErrorDocument 404 /gone.php\n'})).toContain('/… = /example')
})
