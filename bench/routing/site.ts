/** The site of the routing benchmark: ten thousand small pages, fifty a folder. */
import {writeFiles} from '../../test/support/directory.ts'

/** How many pages have moved, in turn. */
export const SIZES = [0, 10, 100, 1000, 10_000] as const

const FOLDER = 50
/** Every folder has pages of these names; the others have names of their own. */
const USUAL = ['index', 'edit', 'list', 'delete', 'search']

/** What stays as it is, in a folder of pages that moved. */
export const STATIC_FILE = 'area000/style.css'
export const STAYING_PAGE = 'area000/stays.php'

/** Paths of the pages, in the order in which they move: one folder after the other. */
export const PAGES: readonly string[] = Array.from({length: Math.max(...SIZES)}, (_, at) => {
  const folder = `area${String(Math.floor(at / FOLDER)).padStart(3, '0')}`
  const place = at % FOLDER
  return `${folder}/${USUAL[place] ?? `page${at}`}.php`
})

/** The page that is asked for when so many have moved: in the middle of the list, with a name of its own. */
export function askedPage(size: number): string {
  const middle = Math.floor(size / 2)
  return PAGES[middle + (middle % FOLDER < USUAL.length ? USUAL.length : 0)] ?? ''
}

/** What every page says, whoever answers. */
export const PAGE_TEXT = `<!DOCTYPE html><title>Page</title>\n${'<p>Some text of a page.</p>\n'.repeat(20)}`

/** What stands at the end of a page, by who answers. */
export const PHP = '<!-- PHP -->'
export const TYPESCRIPT = '<!-- TypeScript -->'

/** Writes the site's files below its document root. */
export function writeSite(root: string): void {
  const page = `<?php\necho '${PAGE_TEXT}${PHP}';\n`
  writeFiles(root, {[STATIC_FILE]: 'p { color: black }\n'.repeat(50), [STAYING_PAGE]: page})
  writeFiles(root, Object.fromEntries(PAGES.map((path) => [path, page])))
}
