/** Emitted configuration under a real Caddy. */
import {caddy as emitter} from '../../src/servers/caddy/emitter.ts'
import {startCaddy} from '../support/other-fronts.ts'
import {describeLive} from './live.ts'

describeLive({
  emitter,
  program: 'caddy',
  start: (_, text) => startCaddy(text),
  configure: ({root, php, emitted}) =>
    emitted === undefined ? siteConfig(root, php.replace(':', '/')) : emitted + siteConfig(root, '{migrate_shop}'),
  // Caddy 2.6 waits for ever when PHP-FPM is to get a body of unknown length.
  unanswered: ({headers = []}) => headers.some(([name]) => name === 'Transfer-Encoding'),
  // It never gets as far as PHP: Caddy takes `quote".php` for the script.
  refused: ['odd/quote".php" x.php'],
  many: 2000,
  down: 502,
  careless: [/"[^"]*\/index\\.php\$"/, '"~/index\\.php$"'],
})

/** The site's own configuration, as people write it; the password is `secret`. */
function siteConfig(root: string, php: string): string {
  return `root * "${root}"
@article path_regexp article ^/article/(\\d+)$
rewrite @article /article.php?id={re.article.1}&{query}
basicauth /closed/basic/* {
	bob $2y$04$cFClgzgBErt.pEScwSEuveKCUcSjEgC4Ap..2gqg1lgFv07F2G5Pa
}
@closed path_regexp ^/closed/(directory|order|rewrite|require|location)/
respond @closed 403
@file path /closed/files/secret.php /closed/files/secret.php/*
respond @file 403
@hidden path */.ht*
respond @hidden 404
handle_path /alias/* {
	root * "${root}"
	php_fastcgi ${php}
	file_server
}
php_fastcgi ${php}
file_server
`
}
