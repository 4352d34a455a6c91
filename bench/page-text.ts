/** The page that every contestant of the runtime benchmark sends: 2 kB of a book list. */
const BOOKS = Array.from(
  {length: 20},
  (_, at) => `<li><a href="/book.php?id=${at}">A book with the number ${at}</a>, 12.50</li>`,
)

/** What follows the number of the book. */
const REST = `</h1>\n<ul>\n${BOOKS.join('\n')}\n</ul>\n</body></html>\n`

/** What stands before it. */
const START = '<!DOCTYPE html>\n<html><head><title>Books</title></head><body>\n<h1>Book '

export function pageText(id: string): string {
  return START + id + REST
}

/** The page in the languages of the contestants, by file name. */
export function sources(): Record<string, string> {
  const [start, rest] = [JSON.stringify(START), JSON.stringify(REST)]
  const handler = (page: string, session: string): string => `import {toInt} from 'banyan/php'
import {definePage} from 'banyan/runtime'
export default definePage({page: '${page}', session: '${session}', handle: ({query}) => ${start} + toInt(query.id) + ${rest}})
`
  return {
    'www/fpm.php': php,
    'www/mod.php': php,
    'www/page.php': php,
    'www/session.php': php,
    'www/http.php': php,
    'www/page.py': `from urllib.parse import parse_qsl
from mod_python import apache
START = ${start}
REST = ${rest}
def handler(req):
    id = int(dict(parse_qsl(req.args or '')).get('id', '0'))
    req.content_type = 'text/html; charset=UTF-8'
    req.write(START + str(id) + REST)
    return apache.OK
`,
    'project/handlers/page.php.ts': handler('page.php', 'none'),
    'project/handlers/session.php.ts': handler('session.php', 'read'),
  }
}

const php = `<?php echo ${phpText(START)} . (int) $_GET['id'] . ${phpText(REST)};\n`

function phpText(text: string): string {
  return `'${text}'`
}
