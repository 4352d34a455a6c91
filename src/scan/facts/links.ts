import {expressionEnd} from '../syntax/expressions.ts'
import {lineAt} from '../syntax/lines.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringBytes, unescapeTemplate} from '../tokens/string-literal.ts'
import type {LinkUse} from '../types.ts'
import {defineFact} from './define-fact.ts'

/** Where the page sends its visitors: links, forms, redirects, and PHP files that it names otherwise. */
export const links = defineFact({
  name: 'links',
  find(file) {
    const found: LinkUse[] = []
    for (let at = 0; at < file.count; at++) {
      const kind = file.kind(at)
      if (kind === Kind.InlineHtml) inHtml(file, at, found)
      else if (kind === Kind.String) inText(file, at, stringBytes(file.raw(at)), found)
      else if (kind === Kind.TemplateText) inText(file, at, unescapeTemplate(file.raw(at)), found)
      // What is included is not linked to.
      else if (kind >= Kind.Include && kind <= Kind.IncludeOnce) at = expressionEnd(file, at + 1)
      else if (kind === Kind.Require || kind === Kind.RequireOnce) at = expressionEnd(file, at + 1)
      else if (kind === Kind.Name && file.kind(at + 1) === 40 && INCLUDES.test(file.word(at))) at = file.partner(at + 1)
    }
    return found
  },
})

/** Functions by their names that include or look for a file: `require_api('core.php')`, `file_exists('config.php')`. */
const INCLUDES = /^(require|include|load|import)_|^(file_exists|is_file|is_readable|fopen|file_get_contents|filemtime)$/

// An attribute may go on where the PHP begins: `href="book.php?id=<?= … ?>"`.
const ATTRIBUTE = /(?<![?&;.\w-])(href|action|src)\s*=\s*(?:"([^"]{0,300})|'([^']{0,300})|([^\s"'>]{1,300}))/gi
const LOCATION =
  /\blocation(?:\.href)?\s*=\s*["']([^"']{1,300})|^\s*location:\s*(\S{1,300})|\brefresh["'][^>]{0,60}url=([^"'>\s]{1,300})/gi
/** What either has. */
const LEADS_AWAY = /href|action|src|location|refresh/i
const PHP_FILE = /^[\w./-]{1,100}\.php\d?(?:[?#]\S{0,200})?$/i
/** Not a page: a fragment, another scheme, or a file that no PHP makes. */
const ELSEWHERE =
  /^(?:#|$|(?!https?:)[a-z][a-z0-9+.-]*:)|\.(?:css|js|gif|jpe?g|png|ico|svg|webp|woff2?|ttf|eot|mp[34]|pdf|zip|gz)(?:[?#].*)?$/i

function inHtml(file: PhpFile, token: number, found: LinkUse[]): void {
  attributes(file.raw(token), (index) => lineAt(file.lineStarts, (file.starts[token] ?? 0) + index), found)
}

function inText(file: PhpFile, token: number, text: string, found: LinkUse[]): void {
  const line = (): number => file.line(token)
  if (text.includes('.') && PHP_FILE.test(text)) found.push({kind: 'literal', target: decodeText(text), line: line()})
  else if (text.length > 5) attributes(text, line, found)
}

function attributes(text: string, line: (index: number) => number, found: LinkUse[]): void {
  if (!LEADS_AWAY.test(text)) return
  for (const match of text.matchAll(ATTRIBUTE)) {
    const kind = (match[1] ?? '').toLowerCase() as LinkUse['kind']
    add(found, kind, match[2] ?? match[3] ?? match[4] ?? '', line(match.index))
  }
  for (const match of text.matchAll(LOCATION)) {
    add(found, 'location', match[1] ?? match[2] ?? match[3] ?? '', line(match.index))
  }
}

function add(found: LinkUse[], kind: LinkUse['kind'], target: string, line: number): void {
  const text = decodeText(target.trim())
  if (!ELSEWHERE.test(text)) found.push({kind, target: text, line})
}
