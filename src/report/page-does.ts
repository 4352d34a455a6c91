/** What a page does: session, answer, data. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {OutputUse, PortingNote} from '../scan/types.ts'
import {at, first, grouped, reasons, times} from './page-places.ts'
import {flowing, type Section} from './section.ts'

/** Enough to believe the session mode. */
const MOST_REASONS = 3

/** What the page does with the session, and why the scan thinks so. */
export function session(page: LedgerPageDetail): Section {
  const uses = page.facts?.session ?? []
  const keys = (kind: 'read' | 'write') => {
    const names = uses.filter((use) => use.kind === kind).map(({key}) => key ?? '(any key)')
    return flowing([...new Set(names)], {lines: 2, before: `${kind}s `})
  }
  const rows = [...keys('read'), ...keys('write'), ...reasons(page.sessionEvidence, MOST_REASONS)]
  return {label: 'Session', rows: [[page.session], ...rows], shrink: [0]}
}

/** Rows of headers, redirects, statuses and cookies. */
const MOST_OUTPUTS = 6

/** What the page answers beside its text. */
export function answers(page: LedgerPageDetail): Section {
  const outputs = grouped(page.facts?.outputs ?? [], ({kind, value, text}) => `${kind} ${value ?? text}`)
  outputs.sort(([a], [b]) => OUTPUTS.indexOf(a.kind) - OUTPUTS.indexOf(b.kind))
  const exits = (page.facts?.notes ?? []).filter(({kind, inside}) => kind === 'exit' && inside === undefined)
  return {
    label: 'Answers',
    rows: [
      ...first(outputs, MOST_OUTPUTS, 'headers, redirects, statuses and cookies', (same) => [
        same[0].kind,
        times(same),
        same[0].value ?? same[0].text,
        at(page, same),
      ]),
      ...(exits.length > 0 ? [['ends early', times(exits), exits[0]?.text ?? '', at(page, exits)]] : []),
    ],
    shrink: [2],
  }
}

const OUTPUTS: readonly OutputUse['kind'][] = ['redirect', 'status', 'cookie', 'content-type', 'download', 'header']

/** Rows of SQL. */
const MOST_STATEMENTS = 6
/** Rows of other uses of databases. */
const MOST_LAYERS = 3

/** What the page reads and changes outside itself: tables, files, mail, processes. */
export function data(page: LedgerPageDetail): Section {
  const {reads, writes} = page.tables
  const statements = grouped(page.facts?.sql ?? [], (sql) => `${sql.verb} ${sql.reads} ${sql.writes}`)
  const layers = grouped(page.facts?.databases ?? [], ({layer}) => layer)
  return {
    label: 'Data',
    rows: [
      ...flowing(plainFirst(reads), {lines: 2, before: 'reads '}),
      ...flowing(plainFirst(writes), {lines: 2, before: 'writes '}),
      ...first(statements, MOST_STATEMENTS, 'statements', (same) => {
        const [{verb, reads: from, writes: into, text}] = same
        return [verb.toUpperCase(), times(same), [...new Set([...into, ...from])].join(', '), text, at(page, same)]
      }),
      ...first(layers, MOST_LAYERS, 'uses of databases', (same) => [
        same[0].layer === 'own' ? 'own layer' : same[0].layer,
        times(same),
        '',
        grouped(same, ({does}) => does)
          .map((uses) => `${uses[0].does} ${times(uses)}`.trimEnd())
          .join(', '),
        at(page, same),
      ]),
      ...noteRows(page, OUTSIDE),
    ],
    shrink: [0, 2, 3],
  }
}

/** Tables by name before those whose names are put together at run time. */
function plainFirst(tables: readonly string[]): string[] {
  const isPlain = (table: string) => !/[$…]/.test(table)
  return [...tables.filter(isPlain), ...tables.filter((table) => !isPlain(table))]
}

type NoteKind = PortingNote['kind']

/** Notes about data outside the page, in words. SQL and databases have facts of their own. */
const OUTSIDE: readonly (readonly [NoteKind, string])[] = [
  ['file-read', 'reads files'],
  ['file-write', 'writes files'],
  ['upload', 'takes uploads'],
  ['mail', 'sends mail'],
  ['network', 'asks other servers'],
  ['exec', 'starts processes'],
]

/** What PHP does by itself and TypeScript does not, the hardest first. */
const HARD: readonly (readonly [NoteKind, string])[] = [
  ['eval', 'code made at run time'],
  ['goto', 'goto'],
  ['variable-variable', 'variables by name'],
  ['extract', 'variables from arrays'],
  ['dynamic-name', 'named at run time'],
  ['dynamic-include', 'includes by name'],
  ['magic-method', 'magic methods'],
  ['hook', 'called by PHP'],
  ['output-buffer', 'output buffers'],
  ['static', 'kept between calls'],
  ['global', 'global variables'],
  ['reference', 'references'],
  ['serialize', 'serialized values'],
  ['setting', 'settings of PHP'],
  ['callback', 'callbacks by name'],
  ['array-pointer', 'array pointers'],
  ['silence', 'errors silenced'],
]

const MOST_EXTENSIONS = 4

/** What needs thought, counted, with the first of each kind. */
export function hard(page: LedgerPageDetail): Section {
  const extensions = first(page.facts?.extensions ?? [], MOST_EXTENSIONS, 'extensions', (use) => [
    `extension ${use.extension}`,
    '',
    '',
    use.text,
    at(page, [use]),
  ])
  return {label: 'Hard', rows: [...noteRows(page, HARD), ...extensions], shrink: [0, 3]}
}

function noteRows(page: LedgerPageDetail, kinds: readonly (readonly [NoteKind, string])[]): string[][] {
  const notes = page.facts?.notes ?? []
  return kinds.flatMap(([kind, words]) => {
    const same = notes.filter((note) => note.kind === kind)
    const [one] = same
    return one ? [[words, times(same), '', one.text, at(page, same)]] : []
  })
}
