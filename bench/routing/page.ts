/** The table of the cost in `docs/routing.md`. */
import {existsSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {replaceFile} from '../../src/publish/write-file.ts'

const PAGE = fileURLToPath(new URL('../../docs/routing.md', import.meta.url))
const BEGIN = '<!-- BEGIN cost -->'
const END = '<!-- END cost -->'
const HEAD = `# Routing

Every way in which a web server can send one page to TypeScript, and what it costs.
`

/** Puts the text between the marks of the page, which is made when it is not there; all else stays. */
export function updatePage(text: string): void {
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : HEAD
  const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)]
  const block = `${BEGIN}\n${text}\n${END}`
  const after =
    begin >= 0 && end > begin
      ? before.slice(0, begin) + block + before.slice(end + END.length)
      : `${before.trimEnd()}\n\n## Cost\n\n${block}\n`
  replaceFile(PAGE, after)
}
