/** What a scan found, for people and for `--json`. */
import type {ScanRecord, SiteCounts} from '../ledger/types.ts'
import {type PagePath, printable} from '../page.ts'
import {count} from '../progress.ts'
import type {InputSource, Role} from '../scan/types.ts'
import {table} from './table.ts'

/** The result of `migrate scan`. */
export interface ScanSummary extends Omit<ScanRecord, 'counts'>, SiteCounts {
  docroot: string
  milliseconds: number
}

const ROLES: readonly (readonly [Role, string, string])[] = [
  ['page', 'page', 'pages'],
  ['subpage', 'routed sub-page', 'routed sub-pages'],
  ['include', 'include', 'includes'],
  ['library', 'library', 'libraries'],
  ['template', 'template', 'templates'],
  ['config', 'config', 'configs'],
  ['script', 'script', 'scripts'],
  ['test', 'test', 'tests'],
  ['vendor', 'vendor', 'vendor'],
  ['stub', 'stub', 'stubs'],
  ['unsure', 'unsure', 'unsure'],
]

const INPUT_NAMES: Record<InputSource, string> = {
  get: '$_GET',
  post: '$_POST',
  request: '$_REQUEST',
  cookie: '$_COOKIE',
  files: 'uploads',
  server: '$_SERVER',
  env: '$_ENV',
  session: 'sessions',
  globals: '$GLOBALS',
}

/** A scan's record as it is shown; `milliseconds` is how long the scan took. */
export function summariseScan(docroot: string, {counts, ...record}: ScanRecord, milliseconds: number): ScanSummary {
  return {...record, ...counts, docroot, milliseconds: Math.round(milliseconds)}
}

/** The summary as text, without a final line end. */
export function scanText(summary: ScanSummary, ledgerFile: string): string {
  const first = summary.added.length === summary.files
  const news = first ? `${count(summary.lines)} lines` : changes(summary)
  const lines = [
    `Scanned ${printable(summary.docroot)}  ${count(summary.files)} ${summary.files === 1 ? 'file' : 'files'}  ${news}  ${(summary.milliseconds / 1000).toFixed(2)} s`,
    '',
  ]
  if (summary.files === 0) lines.push('  No PHP files here. Is this the document root?', '')
  const cells = ROLES.flatMap(([role, one, many]) => {
    const number = summary.roles[role]
    return number === undefined ? [] : [`${String(number).padStart(4)} ${number === 1 ? one : many}`]
  })
  const rows = Array.from({length: Math.ceil(cells.length / 4)}, (_, row) => cells.slice(row * 4, row * 4 + 4))
  if (rows.length > 0) lines.push(table(rows, {indent: '  '}), '')
  const reads = (Object.keys(INPUT_NAMES) as InputSource[]).flatMap((source) =>
    summary.inputs[source] ? [`${INPUT_NAMES[source]} ${summary.inputs[source]}`] : [],
  )
  if (reads.length > 0) lines.push(...wrapped('reads', reads))
  if (summary.protected > 0)
    lines.push(
      `  protected  ${summary.protected} ${summary.protected === 1 ? 'file' : 'files'} behind a rule of an .htaccess`,
    )
  lines.push(...listed('stale', summary.stale, 'stale', 'changed after it was ported'))
  lines.push(...listed('gone', summary.gone, 'gone', 'not found by this scan'))
  lines.push(...listed('problems', summary.problems, 'problem', 'something is wrong'))
  lines.push(...siteProblems(summary))
  if (summary.roles.unsure)
    lines.push(`  unsure     ${summary.roles.unsure} may be pages or not  → migrate list --role unsure`)
  if (lines.at(-1) !== '') lines.push('')
  lines.push(
    `Ledger: ${ledgerFile}`,
    'Next: migrate list              every page',
    '      migrate show PAGE         what a page does, line by line',
    '      migrate scaffold PAGE     its TypeScript handler',
  )
  return lines.join('\n')
}

/** Names of files in a line about what changed. */
const MOST_NAMES = 3

/** What a scan of a watched tree found, on one line: `14:03:11  2 changed: cart.php, inc/db.php  stale: 1  0.03 s`. */
export function changesText(summary: ScanSummary, at: Date): string {
  const names = [...summary.added, ...summary.changed, ...summary.returned, ...summary.gone]
  const more = names.length > MOST_NAMES ? ` and ${count(names.length - MOST_NAMES)} more` : ''
  const shown = names.length > 0 ? `: ${names.slice(0, MOST_NAMES).map(printable).join(', ')}${more}` : ''
  const stale = summary.stale.length > 0 ? `  stale: ${count(summary.stale.length)}` : ''
  return `${at.toTimeString().slice(0, 8)}  ${changes(summary)}${shown}${stale}  ${(summary.milliseconds / 1000).toFixed(2)} s`
}

function changes(summary: ScanSummary): string {
  const parts = [
    [summary.added.length, 'new'],
    [summary.changed.length, 'changed'],
    [summary.returned.length, 'back'],
    [summary.gone.length, 'gone'],
  ] as const
  const seen = parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`)
  return seen.length > 0 ? seen.join(', ') : 'none changed'
}

/** A labelled list, continued below its first entry where a line would pass 80 columns. */
function wrapped(label: string, entries: readonly string[]): string[] {
  const lines: string[] = []
  let line = ''
  for (const entry of entries) {
    const longer = line === '' ? entry : `${line} · ${entry}`
    if (longer.length > WIDTH) {
      lines.push(line)
      line = entry
    } else line = longer
  }
  return [...lines, line].map((text, index) => `  ${(index === 0 ? label : '').padEnd(9)}  ${text}`)
}

/** Columns behind the label. */
const WIDTH = 66

/** Folders that can't be read and links that are not followed: what is behind them is not in the ledger. */
function siteProblems({siteProblems: problems}: ScanSummary): string[] {
  const shown = problems.slice(0, 5).map(({path, message}) => `\`${printable(path)}\`: ${printable(message)}`)
  const more = problems.length > 5 ? [`and ${count(problems.length - 5)} more: migrate scan --json`] : []
  return [...shown, ...more].map((text, index) => `  ${(index === 0 ? 'skipped' : '').padEnd(9)}  ${text}`)
}

/** A labelled list of files: their names where they fit into a line, else how many. */
function listed(label: string, paths: readonly PagePath[], flag: string, remark: string): string[] {
  if (paths.length === 0) return []
  const names = paths.map((path) => `\`${printable(path)}\``).join(', ')
  const text = `${paths.length <= 3 ? names : `${count(paths.length)} files`}: ${remark}`
  const said =
    text.length <= WIDTH ? text : `${count(paths.length)} ${paths.length === 1 ? 'file' : 'files'}: ${remark}`
  return [`  ${label.padEnd(9)}  ${said}  → migrate list --all --flag ${flag}`]
}
