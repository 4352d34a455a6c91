/** `migrate list`: which pages, in which order, as which text. */
import type {Flag, LedgerPage, Status} from '../ledger/types.ts'
import {printable} from '../page.ts'
import {count} from '../progress.ts'
import type {Role} from '../scan/types.ts'
import {table} from './table.ts'

/** Every role, in the order in which people care. */
export const ROLE_NAMES = [
  'page',
  'subpage',
  'include',
  'library',
  'template',
  'config',
  'script',
  'test',
  'vendor',
  'stub',
  'unsure',
] as const satisfies readonly Role[]

/** Every status, in the order of a page's way. */
export const STATUS_NAMES: readonly Status[] = ['todo', 'scaffolded', 'porting', 'done', 'retired', 'dead', 'kept']

const COMPARE: Record<string, (a: LedgerPage, b: LedgerPage) => number> = {
  path: () => 0,
  role: (a, b) => ROLE_NAMES.indexOf(a.role) - ROLE_NAMES.indexOf(b.role),
  status: (a, b) => STATUS_NAMES.indexOf(a.status) - STATUS_NAMES.indexOf(b.status),
  lines: (a, b) => b.lines - a.lines,
  inputs: (a, b) => b.inputs.length - a.inputs.length,
  owner: (a, b) => (a.owner ?? '\uffff').localeCompare(b.owner ?? '\uffff'),
}

/** What `--sort` takes. */
export const SORT_KEYS = Object.keys(COMPARE)

/** What `list` was asked for; everything left out means no restriction. */
interface PageFilter {
  all?: boolean | undefined
  role?: readonly string[] | undefined
  status?: readonly string[] | undefined
  owner?: string | undefined
  flag?: readonly string[] | undefined
  sort?: string | undefined
  reverse?: boolean | undefined
}

/** The pages that pass the filter, sorted; ties stay in the order of their paths. */
export function filterPages(pages: readonly LedgerPage[], filter: PageFilter): LedgerPage[] {
  const roles = filter.role ?? ['page', 'subpage', 'unsure']
  const chosen = pages.filter(
    (page) =>
      (filter.all || roles.includes(page.role)) &&
      (filter.all || filter.flag?.includes('gone') || !page.flags.includes('gone')) &&
      (!filter.status || filter.status.includes(page.status)) &&
      (filter.owner === undefined || (page.owner ?? '-') === filter.owner) &&
      (!filter.flag || page.flags.some((flag: Flag) => filter.flag?.includes(flag))),
  )
  const sorted = chosen.sort(COMPARE[filter.sort ?? 'path'])
  return filter.reverse ? sorted.reverse() : sorted
}

interface Column {
  head: string
  cell: (page: LedgerPage) => string
  /** Shown only when some page has something to say in it. */
  optional?: boolean
  right?: boolean
}

const COLUMNS: readonly Column[] = [
  {head: 'page', cell: (page) => shortened(printable(page.path))},
  {head: 'role', cell: (page) => (page.role === 'page' ? '' : page.role), optional: true},
  {head: 'status', cell: (page) => page.status},
  {head: 'served by', cell: servedBy},
  {head: 'flags', cell: (page) => page.flags.join(' '), optional: true},
  {head: 'lines', cell: (page) => count(page.lines), right: true},
  {head: 'inputs', cell: (page) => String(page.inputs.length), right: true},
  {head: 'session', cell: (page) => page.session},
  {head: 'access', cell: (page) => page.protection ?? '', optional: true},
  {head: 'owner', cell: (page) => (page.owner === null ? '' : printable(page.owner)), optional: true},
]

/** The list as text; what to do next when it is empty. Columns in which nothing stands are left out. */
export function listText(pages: readonly LedgerPage[]): string {
  if (pages.length === 0) return 'No page matches. `migrate list --all` shows every file of the ledger.'
  const columns = COLUMNS.map((column) => ({...column, cells: pages.map(column.cell)})).filter(
    ({optional, cells}) => !optional || cells.some((cell) => cell !== ''),
  )
  const rows = pages.map((_, row) => columns.map(({cells}) => cells[row] ?? ''))
  const right = columns.flatMap((column, index) => (column.right ? [index] : []))
  return table([columns.map(({head}) => head), ...rows], {right})
}

/** A name that leaves room for the other columns; `show` and `--json` have all of it. */
function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, 20)}…${name.slice(21 - LONGEST_NAME)}`
}

const LONGEST_NAME = 44

/** Which side answers a visitor. */
export function servedBy(page: Pick<LedgerPage, 'exposure' | 'role'>): string {
  switch (page.exposure) {
    case 'typescript':
      return 'TypeScript'
    case 'php':
    case 'shadow':
      return 'PHP'
    case 'canary':
      return 'both'
    default:
      return page.exposure satisfies never
  }
}
