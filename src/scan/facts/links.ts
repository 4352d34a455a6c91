import {expressionEnd} from '../syntax/expressions.ts'
import {lineAt} from '../syntax/lines.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringBytes, unescapeTemplate} from '../tokens/string-literal.ts'
import type {LinkUse} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {functionsCalled, methodsCalled} from './names/functions-called.ts'
import {remembered} from './names/remembered.ts'

/** Where the page sends its visitors: links, forms, redirects, and PHP files that it names otherwise. */
export const links = defineFact({
  name: 'links',
  find(file) {
    const found: Found[] = []
    for (const at of file.all(Kind.InlineHtml)) inHtml(file, at, found)
    const strings = file.all(Kind.String)
    for (let index = 0; index < strings.length; index++) {
      const at = strings[index] as number
      if (mayLead(file, at, 2)) inText(file, at, stringBytes(file.raw(at)), found)
    }
    for (const at of file.all(Kind.TemplateText)) {
      if (mayLead(file, at, 0)) inText(file, at, unescapeTemplate(file.raw(at)), found)
    }
    if (!found.length) return []
    const ranges = lookedFor(file)
    found.sort((a, b) => a[0] - b[0])
    let next = 0
    const links: LinkUse[] = []
    for (const [token, link] of found) {
      while ((ranges[next]?.[1] ?? token) < token) next++
      if ((ranges[next]?.[0] ?? token) >= token) links.push(link)
    }
    return links
  },
})

type Found = readonly [token: number, link: LinkUse]

/** The shortest that leads anywhere: `a.php`. */
const SHORTEST = 5

/** Text is looked at when it has what all links have; `quotes` are characters that do not count. */
function mayLead(file: PhpFile, token: number, quotes: number): boolean {
  const start = file.starts[token] ?? 0
  const end = file.ends[token] ?? 0
  return end - start - quotes >= SHORTEST && MAY_LEAD.test(file.source.slice(start, end))
}

/** Functions by their names that include or look for a file: `require_api('core.php')`, `file_exists('config.php')`. */
const INCLUDES = /^(require|include|load|import)_|^(file_exists|is_file|is_readable|fopen|file_get_contents|filemtime)$/

const includes = remembered((word) => INCLUDES.test(word))

/** What is included or looked for is not linked to: the tokens of such expressions, none in another, in order. */
function lookedFor(file: PhpFile): [first: number, last: number][] {
  const all: [number, number][] = []
  for (const kind of [Kind.Include, Kind.IncludeOnce, Kind.Require, Kind.RequireOnce]) {
    for (const at of file.all(kind)) all.push([at, expressionEnd(file, at + 1)])
  }
  for (const calls of [functionsCalled(file), methodsCalled(file)]) {
    for (const called of calls) {
      if (includes(called)) for (const at of called.tokens) all.push([at, file.partner(at + 1)])
    }
  }
  all.sort((a, b) => a[0] - b[0])
  const found: [number, number][] = []
  for (const range of all) if (range[0] > (found.at(-1)?.[1] ?? -1)) found.push(range)
  return found
}

// An attribute may go on where the PHP begins: `href="book.php?id=<?= … ?>"`.
const ATTRIBUTE = /(?<![?&;.\w-])(href|action|src)\s*=\s*(?:"([^"]{0,300})|'([^']{0,300})|([^\s"'>]{1,300}))/gi
const LOCATION =
  /\blocation(?:\.href)?\s*=\s*["']([^"']{1,300})|^\s*location:\s*(\S{1,300})|\brefresh["'][^>]{0,60}url=([^"'>\s]{1,300})/gi
/** What either has. */
const LEADS_AWAY = /href|action|src|location|refresh/i
/** What either has, or the name of a file. */
const MAY_LEAD = /\.php|href|action|src|location|refresh/i
const PHP_FILE = /^[\w./-]{1,100}\.php\d?(?:[?#]\S{0,200})?$/i
/** Not a page: a fragment, another scheme, or a file that no PHP makes. */
const ELSEWHERE =
  /^(?:#|$|(?!https?:)[a-z][a-z0-9+.-]*:)|\.(?:css|js|gif|jpe?g|png|ico|svg|webp|woff2?|ttf|eot|mp[34]|pdf|zip|gz)(?:[?#].*)?$/i

function inHtml(file: PhpFile, token: number, found: Found[]): void {
  attributes(token, file.raw(token), (index) => lineAt(file.lineStarts, (file.starts[token] ?? 0) + index), found)
}

function inText(file: PhpFile, token: number, text: string, found: Found[]): void {
  const line = (): number => file.line(token)
  if (!PHP_FILE.test(text)) attributes(token, text, line, found)
  else found.push([token, {kind: 'literal', target: decodeText(text), line: line()}])
}

function attributes(token: number, text: string, line: (index: number) => number, found: Found[]): void {
  if (!LEADS_AWAY.test(text)) return
  for (const match of text.matchAll(ATTRIBUTE)) {
    const kind = (match[1] ?? '').toLowerCase() as LinkUse['kind']
    add(found, token, kind, match[2] ?? match[3] ?? match[4] ?? '', line(match.index))
  }
  for (const match of text.matchAll(LOCATION)) {
    add(found, token, 'location', match[1] ?? match[2] ?? match[3] ?? '', line(match.index))
  }
}

function add(found: Found[], token: number, kind: LinkUse['kind'], target: string, line: number): void {
  const text = decodeText(target.trim())
  if (!ELSEWHERE.test(text)) found.push([token, {kind, target: text, line}])
}
