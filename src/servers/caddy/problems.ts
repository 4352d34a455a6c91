/** What Caddy can't be told, and what has a price. */
import type {Notice} from '../../routes/notice.ts'
import type {Site} from '../site.ts'
import {isPlain} from './quote.ts'

/** Why Caddy can't be told of the site as it is. */
export function caddyRefusals({php, options, routes}: Site): Notice[] {
  return [
    ...(php ? [] : [noPhp]),
    ...(options.fallback ? [noFallback] : []),
    ...routes.flatMap(({page, file, canary}) => [
      ...(/\.php./i.test(file) ? [{page, ...cutShort}] : growsInSmallLetters(file) ? [{page, ...cutElsewhere}] : []),
      ...(file.includes('{') && file.includes('\\') ? [{page, ...ownSigns}] : []),
      ...(canary?.percent === undefined ? [] : [{page, ...noShare}]),
    ]),
  ]
}

/** From here on the expressions that are tried one after the other are felt. */
const MANY_PATTERNS = 500

/** What the size of the table costs. */
export function caddyWarnings({routes, roots}: Site): Notice[] {
  const patterns = routes.flatMap(({file}) => roots.filter((root) => !isPlain(`${root}/${file}`))).length
  if (patterns <= MANY_PATTERNS) return []
  return [
    {
      code: 'MANY_PATTERNS',
      reason: `${patterns} pages have other characters than \`A-Z a-z 0-9 _ . / -\` in their path: Caddy compares every request for PHP with each of them`,
      remedy: 'Expect a small cost for each PHP request, none for static files',
    },
  ]
}

const noPhp: Notice = {
  code: 'PHP_ADDRESS_MISSING',
  reason: 'One placeholder says who answers, PHP too, and where PHP-FPM listens is not configured',
  remedy: 'Set `legacy.fastcgi` to what `php_fastcgi` has now, such as `unix:/run/php/php8.2-fpm.sock`',
}

const noFallback: Notice = {
  code: 'FALLBACK_OF_SERVER',
  reason:
    'Your own `php_fastcgi` has one address at a time; a second one for when the first is down would be asked for the pages of PHP too',
  remedy: 'Leave `fallback` out, or let the backend itself leave requests to PHP: `legacy.fastcgi`',
}

const cutShort = {
  code: 'NAME_CUT_SHORT',
  reason:
    'Caddy takes what comes before the first `.php` of a path for the script, so it never asks for this file, nor does PHP run it',
  remedy: 'Rename the file or its folder, or leave the page in PHP',
}

/** Letters such as `İ` and the sign of Kelvin: Caddy counts bytes in the path made small, and cuts the path as it is. */
function growsInSmallLetters(file: string): boolean {
  return [...file].some((letter) => Buffer.byteLength(letter) !== Buffer.byteLength(letter.toLowerCase()))
}

const cutElsewhere = {
  code: 'NAME_CUT_SHORT',
  reason:
    'Caddy looks for `.php` in small letters, and one of the letters takes more or fewer bytes as a small one: it asks for another file than this, and PHP never runs it',
  remedy: cutShort.remedy,
}

/** Found by the proof: such a page stays with PHP. */
const ownSigns = {
  code: 'NAME_OF_PLACEHOLDER',
  reason:
    'The name has a `{` and a backslash, which Caddy reads as signs of its own: the table would not find the page',
  remedy: 'Rename the file and its links, or leave the page in PHP',
}

const noShare = {
  code: 'CANARY_PERCENT',
  reason: 'Caddy has no placeholder that is true for a share of the visitors and the same for one of them each time',
  remedy: 'Use a cookie or a header: `migrate canary PAGE --cookie ts`',
}
