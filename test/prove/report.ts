/** The figures of a run as tables, for the terminal and for the documentation. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {ProofCase} from './site.ts'
import type {Line} from './tally.ts'

/** How and when the figures came about. */
export interface Circumstances {
  date: string
  /** Programs with their versions. */
  versions: string[]
  seed: string
  command: string
  minutes: number
}

const docs = join(import.meta.dirname, '../../docs')

/** A case in one line, long repetitions in it shortened: for people, and to be kept when nothing was shortened. */
export function caseText(proofCase: ProofCase): string {
  return JSON.stringify(proofCase).replace(/x{500,}/g, (text) => `(${text.length} x)`)
}

/** A Markdown table, the lines of one style together, with a sum for each style. */
export function tableOf(lines: readonly Line[]): string {
  const sorted = lines.toSorted(
    (a, b) => a.style.localeCompare(b.style) || a.title.localeCompare(b.title) || a.form.localeCompare(b.form),
  )
  const rows = sorted.map((line) => [
    ...[
      line.style,
      line.title,
      line.form,
      String(line.sites),
      thousands(line.requests),
      thousands(line.typescript),
      String(line.wrong),
    ],
    named(line.limits),
  ])
  const head = ['style', 'server', 'form', 'sites', 'requests', 'by TypeScript', 'wrong', 'limits']
  return table([head, ...rows])
}

/** One row for each style. */
export function sumsOf(lines: readonly Line[]): string {
  const styles = [...new Set(lines.map(({style}) => style))].sort()
  const rows = styles.map((style) => {
    const own = lines.filter((line) => line.style === style)
    const sum = (count: (line: Line) => number): number => own.reduce((total, line) => total + count(line), 0)
    return [
      style,
      thousands(sum(({requests}) => requests)),
      thousands(sum(({typescript}) => typescript)),
      String(sum(({wrong}) => wrong)),
      named(merged(own.map(({limits}) => limits))),
      named(merged(own.map(({refused}) => refused))),
    ]
  })
  return table([['style', 'requests', 'by TypeScript', 'wrong', 'limits', 'pages refused'], ...rows])
}

/**
 * Puts the tables between the marks of the documentation, of each server that there are figures of: Apache's into
 * `docs/routing.md`, each other's into its own place in `docs/servers.md`. What is there of others stays.
 */
export function updateDocs(lines: readonly Line[], circumstances: Circumstances): void {
  for (const server of new Set(lines.map((line) => line.server))) {
    const own = lines.filter((line) => line.server === server)
    if (server === 'apache') replaceBlock('routing.md', 'prove', blockOf(own, circumstances))
    else replaceBlock('servers.md', `prove ${server}`, blockOf(own, circumstances))
  }
}

function blockOf(lines: readonly Line[], {date, versions, seed, command, minutes}: Circumstances): string {
  const [server = ''] = lines.map((line) => line.server)
  const own = versions.filter((version) => version.toLowerCase().startsWith(server))
  const several = new Set(lines.map(({style}) => style)).size > 1
  return [
    `Written by \`${command}\` on ${date}, in ${minutes} minutes, seed \`${seed}\`; ${own.join(', ')}.`,
    '',
    ...(several ? [sumsOf(lines), '', 'By server and form:', ''] : []),
    tableOf(lines),
  ].join('\n')
}

function replaceBlock(name: string, mark: string, text: string): void {
  const file = join(docs, name)
  const page = readFileSync(file, 'utf8')
  const [begin, end] = [`<!-- BEGIN ${mark} -->\n`, `<!-- END ${mark} -->`]
  const [before, after] = [page.indexOf(begin), page.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`${file} has no \`${begin.trim()}\` and \`${end}\``)
  writeFileSync(file, `${page.slice(0, before)}${begin}${text}\n${page.slice(after)}`)
}

function table([head = [], ...rows]: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function named(counts: Record<string, number>): string {
  const parts = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b))
  return parts.map(([name, count]) => `${name}: ${thousands(count)}`).join(', ') || '–'
}

function merged(all: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const counts of all) for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count
  return sum
}

function thousands(count: number): string {
  return count.toLocaleString('en-US')
}
