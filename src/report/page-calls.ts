/** What a page calls and defines: includes, functions of the site, its own functions. */
import type {CalledDefinition, LedgerPageDetail} from '../ledger/types.ts'
import type {IncludeEdge} from '../scan/types.ts'
import {at, fileName, grouped} from './page-places.ts'
import {flowing, ROW, type Section} from './section.ts'
import {columnsOf} from './table.ts'

/** What is known of the functions that a page calls. */
export interface PageCalls {
  /** Where the functions and classes that it names are defined. */
  called: readonly CalledDefinition[]
  /** Functions that may read inputs by the name that the page gives them. */
  inputReaders: readonly string[]
}

/** Includes that the screen names one by one. */
const MOST_INCLUDES = 7
/** Files of a set that it names. */
const MOST_TARGETS = 2

/** The files that the page includes, each once, and how that is known. */
export function includes(page: LedgerPageDetail): Section {
  const all = grouped(page.includes, (edge) => JSON.stringify([nameOf(edge), edge.how, edge.settings]))
  const most = all.length > MOST_INCLUDES + 1 ? MOST_INCLUDES : all.length
  const rest = all.slice(most).map(([edge]) => nameOf(edge))
  const direct = new Set(page.includes.flatMap((edge) => edge.targets))
  const indirect = page.closure.filter((path) => !direct.has(path))
  return {
    label: 'Includes',
    rows: [
      ...all.slice(0, most).map((same) => {
        const [edge] = same
        return [nameOf(edge), HOW[edge.how], at({path: edge.settings ?? page.path}, same)]
      }),
      ...flowing(rest, {lines: 2, before: `and ${rest.length} more: `}),
      ...flowing(indirect, {lines: 2, before: `and through them ${indirect.length} more: `}),
    ],
    shrink: [0],
  }
}

/** The files that it can be; of an include that is not resolved, the expression. */
function nameOf({targets, text}: IncludeEdge): string {
  if (targets.length === 0) return text
  const more = targets.length > MOST_TARGETS ? ` and ${targets.length - MOST_TARGETS} more` : ''
  return `${targets.slice(0, MOST_TARGETS).join(', ')}${more}`
}

/** How an include was resolved, in words. */
const HOW: Record<IncludeEdge['how'], string> = {
  literal: '',
  directory: '',
  'include-path': 'by include_path',
  suffix: 'by its ending alone',
  wrapper: 'through a function',
  prepend: 'before every page',
  append: 'after every page',
  set: 'one of a set',
  absent: 'not there: generated, or the user’s',
  dynamic: 'known only at run time',
}

/** Files whose functions are named. */
const MOST_FILES = 5

/** Functions and classes of the site that the page calls, by the file that defines them; its own are left out. */
export function calls(page: LedgerPageDetail, {called}: PageCalls): Section {
  const files = grouped(
    called.filter(({file}) => file !== page.path),
    ({file}) => file,
  ).sort((a, b) => b.length - a.length)
  const shown = files.slice(0, MOST_FILES)
  const widest = Math.max(0, ...shown.map(([{file}]) => columnsOf(fileName(file))))
  const rows = shown.flatMap((same) => {
    const names = same.map(({name, line}) => `${name}:${line}`)
    const lines = flowing(names, {lines: 2, width: ROW - 2 - widest})
    return lines.map(([text = ''], index) => [index === 0 ? fileName(same[0].file) : '', text])
  })
  const more = files.slice(MOST_FILES).map(([{file}]) => file)
  return {label: 'Calls', rows: [...rows, ...flowing(more, {lines: 2, before: 'and of '})], shrink: [1]}
}

/** What the file defines itself, each name once. */
export function defines(page: LedgerPageDetail): Section {
  const kinds = grouped(page.facts?.definitions ?? [], ({kind}) => kind)
  const rows = kinds.flatMap((same) => {
    const names = grouped(same, ({name}) => name).map(([{name, line}]) => `${name}:${line}`)
    return flowing(names, {lines: same[0].kind === 'constant' ? 1 : 2, before: `${same[0].kind} `})
  })
  return {label: 'Defines', rows}
}
