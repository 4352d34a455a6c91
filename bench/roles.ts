/** Pages found against a list of the true ones: `npm run bench -- roles DIR LIST`. */
import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {freshScan} from './fresh-scan.ts'
import {type BenchResult, rounded} from './result.ts'

/** LIST has one page a line; lines that begin with `? ` are left out of the count, `#` begins a comment. */
export async function run([directory = '', list = '']: string[]): Promise<BenchResult> {
  const lines = readFileSync(resolve(list), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const unclear = new Set(lines.filter((line) => line.startsWith('? ')).map((line) => line.slice(2).trim()))
  const pages = new Set(lines.filter((line) => !line.startsWith('? ')).map((line) => line.trim()))
  const site = await freshScan(directory)
  const found = new Set(
    site.files.filter((file) => file.role === 'page' && !unclear.has(file.path)).map(({path}) => path),
  )
  const wrong = [...found].filter((path) => !pages.has(path))
  const missed = [...pages].filter((path) => !found.has(path))
  const hits = found.size - wrong.length
  for (const path of wrong) process.stdout.write(`not a page   ${path}\n`)
  for (const path of missed)
    process.stdout.write(
      `missed       ${path}  ${site.files.find((file) => file.path === path)?.role ?? 'not found'}\n`,
    )
  return {
    ratios: {precision: rounded(hits / Math.max(1, found.size)), recall: rounded(hits / Math.max(1, pages.size))},
    figures: {
      pages: pages.size,
      found: found.size,
      wrong: wrong.length,
      missed: missed.length,
      unsure: site.files.filter(({role}) => role === 'unsure').length,
      files: site.files.length,
    },
    missing: [],
  }
}
