/** What a page takes, does, includes and calls, as sections of its screen; every fact with its place. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {InputUse, PortingNote} from '../scan/types.ts'
import {excerpt, place, type Section} from './section.ts'

/** What kind of file it is, and why the scan thinks so. */
export function role(page: LedgerPageDetail): Section {
  const reasons = page.evidence.slice(0, 3).map((evidence) => [`${evidence.because}${place(evidence)}`])
  return {label: 'Role', rows: [[`${page.role}, confidence ${page.confidence.toFixed(2)}`], ...reasons]}
}

export function takes(page: LedgerPageDetail): Section {
  const byKey = new Map<string, InputUse[]>()
  for (const input of page.facts?.inputs ?? []) {
    if (input.source === 'session' || input.access === 'write' || input.access === 'unset') continue
    const name = `${input.source} ${input.key ?? '*'}`
    const same = byKey.get(name)
    if (same) same.push(input)
    else byKey.set(name, [input])
  }
  const rows = [...byKey.values()].map((uses) => {
    const [first] = uses
    const best = uses.find((use) => use.conversion) ?? first
    return [
      first?.key === null ? '(any key)' : `${first?.key}${first?.path?.map((key) => `[${key}]`).join('') ?? ''}`,
      (first?.source ?? '').toUpperCase(),
      best?.conversion ?? '',
      excerpt(best?.text ?? ''),
      at(page, uses),
    ]
  })
  return {label: 'Takes', rows}
}

/** Enough to believe the session mode; all of them are in `--json`. */
const MOST_REASONS = 5

export function session(page: LedgerPageDetail): Section {
  if (page.session === 'none' && page.sessionEvidence.length === 0) return {label: 'Session', rows: [['none']]}
  const keys = (kind: 'read' | 'write') => [
    ...new Set((page.facts?.session ?? []).filter((use) => use.kind === kind).map((use) => use.key ?? '(any key)')),
  ]
  const own = [
    ...(['read', 'write'] as const).flatMap((kind) =>
      keys(kind).length > 0 ? [`${kind}s ${keys(kind).join(', ')}`] : [],
    ),
  ]
  const reasons = [...new Set(page.sessionEvidence.map((evidence) => `${evidence.because}${place(evidence)}`))]
  return {
    label: 'Session',
    rows: [
      [page.session, own.join(' · ')],
      ...reasons.slice(0, MOST_REASONS).map((reason) => [reason]),
      ...(reasons.length > MOST_REASONS ? [[`and ${reasons.length - MOST_REASONS} more`]] : []),
    ],
  }
}

export function answers(page: LedgerPageDetail): Section {
  const outputs = page.facts?.outputs ?? []
  return {
    label: 'Answers',
    rows: outputs.map((use) => [
      use.kind,
      excerpt(use.value ?? '(computed)'),
      excerpt(use.text),
      `${page.path}:${use.line}`,
    ]),
  }
}

const DATA_KINDS: readonly PortingNote['kind'][] = [
  'database',
  'sql',
  'file-read',
  'file-write',
  'upload',
  'mail',
  'exec',
]

export function data(page: LedgerPageDetail): Section {
  // A query is shown once, as its SQL where that can be seen.
  const sql = new Set((page.facts?.notes ?? []).filter((note) => note.kind === 'sql').map((note) => note.line))
  const isData = ({kind, line}: PortingNote) => DATA_KINDS.includes(kind) && !(kind === 'database' && sql.has(line))
  return notes(page, 'Data', isData)
}

export function hard(page: LedgerPageDetail): Section {
  return notes(page, 'Hard', (note) => !DATA_KINDS.includes(note.kind) && note.kind !== 'exit')
}

function notes(page: LedgerPageDetail, label: string, wanted: (note: PortingNote) => boolean): Section {
  const found = (page.facts?.notes ?? []).filter(wanted)
  return {label, rows: found.map((note) => [note.kind, excerpt(note.text), `${page.path}:${note.line}`])}
}

export function includes(page: LedgerPageDetail): Section {
  const rows = page.includes.map((edge) => [
    edge.targets.length > 0 ? few(edge.targets, 3) : excerpt(edge.text),
    edge.targets.length > 0 ? edge.how : `not resolved: ${edge.how}`,
    `${edge.settings ?? page.path}:${edge.line}`,
  ])
  const direct = new Set(page.includes.flatMap((edge) => edge.targets))
  const indirect = page.closure.filter((path) => !direct.has(path))
  if (indirect.length > 0) rows.push([`and through them ${few(indirect, 4)}`])
  return {label: 'Includes', rows}
}

/** The first names, and how many more there are. */
function few(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return `${names.slice(0, most).join(', ')}${more}`
}

export function links(page: LedgerPageDetail): Section {
  const targets = [
    ...new Set((page.facts?.links ?? []).filter((link) => link.kind !== 'src').map((link) => link.target)),
  ]
  return {
    label: 'Links',
    rows: [
      ...(page.includedBy.length > 0 ? [[`included by ${few(page.includedBy, 4)}`]] : []),
      ...(targets.length > 0 ? [[`to ${few(targets, 8)}`]] : []),
    ],
  }
}

export function defines(page: LedgerPageDetail): Section {
  const definitions = page.facts?.definitions ?? []
  return {
    label: 'Defines',
    rows: definitions.map((definition) => [definition.kind, definition.name, `${page.path}:${definition.line}`]),
  }
}

export function protection(page: LedgerPageDetail): Section {
  return {label: 'Access', rows: page.access.map((rule) => [rule.kind, rule.text, `${rule.file}:${rule.line}`])}
}

export function problems(page: LedgerPageDetail): Section {
  const link = page.link === null ? [] : [[`a symbolic link to ${page.link}`]]
  return {
    label: 'Problems',
    rows: [
      ...link,
      ...page.problems.map((problem) => [
        problem.message,
        problem.line === undefined ? '' : `${page.path}:${problem.line}`,
      ]),
    ],
  }
}

function at(page: LedgerPageDetail, uses: readonly {line: number}[]): string {
  const lines = [...new Set(uses.map((use) => use.line))]
  return `${page.path}:${lines.slice(0, 4).join(', ')}${lines.length > 4 ? ' …' : ''}`
}
