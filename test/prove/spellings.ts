/** The ways a path can be written in a request target. Targets have one byte a character. */
import type {Random} from './random.ts'

/** A path below the document root, as a visitor may write it. */
export function spellPath(random: Random, path: string): string {
  const segments = path.split('/')
  const coded = `/${segments.map((segment) => encodeSegment(random, segment)).join('/')}`
  return random.chance(0.45) ? coded : random.pick(detours)(coded, random)
}

/** What comes after a path: PATH_INFO, a query, something that makes it another name. */
export function spellEnding(random: Random): string {
  const roll = random.below(20)
  const end = roll < 9 ? '' : roll < 13 ? random.pick(pathInfos) : roll < 16 ? random.pick(suffixes) : ''
  return `${end}${random.chance(0.4) ? random.pick(queries) : ''}`
}

const pathInfos = [
  ...[
    '/',
    '/12/x',
    '//a//b/',
    '/a%20b',
    '/a%3Fb',
    '/%25',
    '/%2525',
    '/caf%C3%A9',
    '/%ff',
    '/%0d%0aX-Evil:%201',
    '/%252f',
  ],
  ...[
    '/../x',
    '/./x',
    '/index.php',
    '/a+b',
    '/a;b',
    '/%2Fx',
    '/a\\b',
    '/a%5Cb',
    '/~x',
    '/a%22b',
    "/a'b",
    '/a%23b',
    '/..%2f',
  ],
  ...['/x.php/y', '/%E2%80%AE', '/a b%09', '/:80', '/$1', '/%241', '/%7BHTTP_HOST%7D', `/${'x'.repeat(300)}`, '/a&b=c'],
].map((text) => text.replaceAll(' ', '%20'))

const suffixes = [
  ...[
    'x',
    '.',
    '.bak',
    '~',
    ';x',
    ';v=1/p',
    '%20',
    '%00',
    '%2F',
    '%0a',
    '%0d%0aX-Evil:%201',
    '%2500',
    '%3Fx',
    '.php',
    '%',
  ],
  ...[
    '#x',
    '%2',
    '%zz',
    '$',
    '/.',
    '/..',
    '\\',
    '%5c',
    ':',
    '::$DATA',
    '%c0%af',
    '*',
    '/%2e',
    '/%2e%2e',
    '.orig',
    '%7f',
  ],
]

const queries = [
  ...['?', '??', '?a=1', '?a=1&b[]=2', '?x=%0d%0aX-Evil:%201', '?index.php', '?a=/../x.php', '?q=caf%C3%A9', '?q=\xe9'],
  ...[
    '?-s',
    '?=',
    '?&&',
    '?a=b#c',
    "?a='b'",
    '?a="b"',
    '?%00',
    '?a=${HOME}',
    '?a=$1',
    `?${'y'.repeat(500)}`,
    '?a?b',
    '?+',
  ],
]

/** Byte by byte: as little as a URL needs, as `encodeURIComponent` has it, small digits, or every byte. */
function encodeSegment(random: Random, segment: string): string {
  const bytes = Buffer.from(segment, 'utf8')
  const hex = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`
  const style = random.below(12)
  const needed = /[^!-~]|[%?#]/
  let text = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    const mustEncode = needed.test(character)
    if (style < 6) text += mustEncode ? hex(byte).toUpperCase() : character
    else if (style < 8) text += /[A-Za-z0-9._~-]/.test(character) ? character : hex(byte).toUpperCase()
    else if (style === 8) text += mustEncode ? hex(byte) : character
    else if (style === 9) text += random.chance(0.4) || mustEncode ? hex(byte) : character
    else if (style === 10) text += byte >= 0x80 ? character : mustEncode ? hex(byte) : character
    else text += hex(byte)
  }
  return text
}

const detours: ((path: string, random: Random) => string)[] = [
  (path) => `/${path}`,
  (path) => path.replace(/\/([^/]*)$/, '//$1'),
  (path) => `//${path.slice(1).replaceAll('/', '///')}`,
  (path) => `/.${path}`,
  (path) => path.replace(/\/([^/]*)$/, '/./$1'),
  (path) => `/x/..${path}`,
  (path) => `/../..${path}`,
  (path) => path.replace(/\/([^/]*)$/, '/nothing/../$1'),
  (path) => `/%2e%2e${path}`,
  (path) => path.replace(/\/([^/]*)$/, '/%2e/$1'),
  (path) => path.replace(/\/([^/]*)$/, '%2F$1'),
  (path) => path.toUpperCase(),
  (path) => path.replace('.php', '.PHP'),
  (path) => path.replace('.php', '%2Ephp'),
  (path) => path.replace('.php', ''),
  (path) => path.replace('.php', 'Xphp'),
  (path) => path.slice(0, -1),
  (path) => path.replace(/\/([^/]*)$/, '/x$1'),
  (path) => path.replace(/\/[^/]*$/, ''),
  (path) => path.replace(/[^/]*$/, ''),
  (path) => path.replace('/', '/\\'),
  (path) => path.replace(/\/([^/]*)$/, '/.%2e/$1'),
  (path) => path.slice(1),
  (path) => `http://shop.example${path}`,
  (path) => `HTTP://shop.example:80${path}`,
  (path) => `http://elsewhere.invalid${path}`,
  (path) => `https://user:word@shop.example${path}`,
  (path, random) =>
    path.replace(/[^/]/g, (byte) => (random.chance(0.1) && /[a-z]/.test(byte) ? byte.toUpperCase() : byte)),
]
