/** `migrate show`: what a page takes, does and includes, each with its place, as text for the one who ports it. */
import type {LedgerEvent, LedgerPageDetail} from '../ledger/types.ts'
import {printable} from '../page.ts'
import {count} from '../progress.ts'
import type {Evidence, InputUse, PortingNote} from '../scan/types.ts'
import {servedBy} from './page-list.ts'
import {table} from './table.ts'

/** One labelled block: a label and its lines, each a row of cells. */
interface Section {
  label: string
  rows: string[][]
}

/** The screen of one page, without a final line end. Everything from the scanned tree is made printable. */
export function detailText(page: LedgerPageDetail): string {
  const sections = [
    problems(page),
    takes(page),
    session(page),
    answers(page),
    data(page),
    includes(page),
    links(page),
    defines(page),
    hard(page),
    protection(page),
    history(page),
  ]
  const blocks = sections.filter((section) => section.rows.length > 0).map(blockText)
  return [headline(page), ...blocks].join('\n\n')
}

function headline(page: LedgerPageDetail): string {
  const parts = [
    page.role,
    page.status,
    `served by ${servedBy(page)}`,
    ...(page.flags.length > 0 ? [page.flags.join(', ')] : []),
    `owner ${page.owner === null ? 'nobody' : printable(page.owner)}`,
    `${count(page.lines)} lines`,
    ...(page.facts && page.bytes > 0 ? [`${Math.round((100 * page.facts.inlineHtmlBytes) / page.bytes)} % HTML`] : []),
  ]
  const why = page.evidence.map((evidence) => `${printable(evidence.because)}${place(evidence)}`)
  return [
    `${printable(page.path)}   ${parts.join(' · ')}`,
    ...(why.length > 0 ? [`${page.role} because: ${why.join('; ')} (confidence ${page.confidence.toFixed(2)})`] : []),
  ].join('\n')
}

function place(evidence: Evidence): string {
  return evidence.line === undefined
    ? ` [${printable(evidence.file)}]`
    : ` [${printable(evidence.file)}:${evidence.line}]`
}

function takes(page: LedgerPageDetail): Section {
  const byKey = new Map<string, InputUse[]>()
  for (const input of page.facts?.inputs ?? []) {
    if (input.source === 'session' || input.access === 'write' || input.access === 'unset') continue
    const name = `${input.source} ${input.key ?? '*'}`
    byKey.set(name, [...(byKey.get(name) ?? []), input])
  }
  const rows = [...byKey.values()].map((uses) => {
    const [first] = uses
    const best = uses.find((use) => use.conversion) ?? first
    return [
      first?.key === null ? '(any key)' : `${first?.key}${first?.path?.map((key) => `[${key}]`).join('') ?? ''}`,
      (first?.source ?? '').toUpperCase(),
      best?.conversion ?? '',
      best?.text ?? '',
      at(page, uses),
    ]
  })
  return {label: 'Takes', rows}
}

/** Enough to believe the session mode; all of them are in `--json`. */
const MOST_REASONS = 5

function session(page: LedgerPageDetail): Section {
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
      ...reasons.slice(0, MOST_REASONS).map((reason) => ['', reason]),
      ...(reasons.length > MOST_REASONS ? [['', `and ${reasons.length - MOST_REASONS} more`]] : []),
    ],
  }
}

function answers(page: LedgerPageDetail): Section {
  const outputs = page.facts?.outputs ?? []
  return {
    label: 'Answers',
    rows: outputs.map((use) => [use.kind, use.value ?? '(computed)', use.text, `${page.path}:${use.line}`]),
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

function data(page: LedgerPageDetail): Section {
  return notes(page, 'Data', (note) => DATA_KINDS.includes(note.kind))
}

function hard(page: LedgerPageDetail): Section {
  return notes(page, 'Hard', (note) => !DATA_KINDS.includes(note.kind) && note.kind !== 'exit')
}

function notes(page: LedgerPageDetail, label: string, wanted: (note: PortingNote) => boolean): Section {
  const found = (page.facts?.notes ?? []).filter(wanted)
  return {label, rows: found.map((note) => [note.kind, note.text, `${page.path}:${note.line}`])}
}

function includes(page: LedgerPageDetail): Section {
  const rows = page.includes.map((edge) => [
    edge.targets.length > 0 ? edge.targets.join(', ') : edge.text,
    edge.targets.length > 0 ? edge.how : `not resolved: ${edge.how}`,
    `${page.path}:${edge.line}`,
  ])
  const indirect = page.closure.filter((path) => !page.includes.some((edge) => edge.targets.includes(path)))
  if (indirect.length > 0) rows.push([`and through them ${indirect.join(', ')}`])
  return {label: 'Includes', rows}
}

function links(page: LedgerPageDetail): Section {
  const targets = [
    ...new Set((page.facts?.links ?? []).filter((link) => link.kind !== 'src').map((link) => link.target)),
  ]
  return {
    label: 'Links',
    rows: [
      ...(page.includedBy.length > 0 ? [[`included by ${page.includedBy.join(', ')}`]] : []),
      ...(targets.length > 0
        ? [[`to ${targets.slice(0, 12).join(', ')}${targets.length > 12 ? ` and ${targets.length - 12} more` : ''}`]]
        : []),
    ],
  }
}

function defines(page: LedgerPageDetail): Section {
  const definitions = page.facts?.definitions ?? []
  return {
    label: 'Defines',
    rows: definitions.map((definition) => [definition.kind, definition.name, `${page.path}:${definition.line}`]),
  }
}

function protection(page: LedgerPageDetail): Section {
  return {label: 'Access', rows: page.access.map((rule) => [rule.kind, rule.text, `${rule.file}:${rule.line}`])}
}

function problems(page: LedgerPageDetail): Section {
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

function history(page: LedgerPageDetail): Section {
  return {
    label: 'History',
    rows: [...page.history]
      .reverse()
      .map((event) => [event.at.slice(0, 16).replace('T', ' '), event.who, eventText(event)]),
  }
}

/** One event in words: `done by force: no time left`. */
function eventText(event: LedgerEvent): string {
  const forced = event.forced ? ' by force' : ''
  const said = event.text ? `: ${event.text}` : ''
  switch (event.kind) {
    case 'assigned':
      return event.text ? `assigned to ${event.text}` : 'assigned to nobody'
    case 'note':
      return `note${said}`
    case 'found':
    case 'gone':
    case 'returned':
    case 'scaffolded':
    case 'started':
    case 'done':
    case 'reopened':
      return `${event.kind}${forced}${said}`
    default:
      return event.kind satisfies never
  }
}

function at(page: LedgerPageDetail, uses: readonly {line: number}[]): string {
  const lines = [...new Set(uses.map((use) => use.line))]
  return `${page.path}:${lines.slice(0, 4).join(', ')}${lines.length > 4 ? ' …' : ''}`
}

function blockText(section: Section): string {
  const lines = table(section.rows.map((row) => row.map(printable))).split('\n')
  return lines.map((line, index) => `${(index === 0 ? section.label : '').padEnd(9)}  ${line}`.trimEnd()).join('\n')
}
