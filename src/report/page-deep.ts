/** `migrate show --deep`: what php-parser says of a page, below its screen. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import {printable} from '../page.ts'
import type {DeepResult, DeepView, InputFlow} from '../scan/deep/types.ts'
import {functions, needs} from './page-functions.ts'
import {lines, outline} from './page-outline.ts'
import {at, first, grouped} from './page-places.ts'
import {blockText, cut, flowing, type Section} from './section.ts'

type Page = Pick<LedgerPageDetail, 'path' | 'hash'>

/** The deep view as text, without a final line end; of a file without a syntax tree, why there is none. */
export function deepText(page: Page, deep: DeepResult): string {
  if ('failure' in deep) {
    const {message, line} = deep.failure
    const where = line === undefined ? '' : ` (${printable(page.path)}:${line})`
    return `No deep view: ${cut(printable(message), LONGEST_MESSAGE)}${where}. What is above was found without a syntax tree.`
  }
  const {name, version, php} = deep.parser
  const sections = [
    takes(page, deep),
    flows(page, deep),
    decides(page, deep),
    given(page, deep),
    needs(deep),
    functions(deep),
    unreachable(page, deep),
    outline(deep),
  ]
  const blocks = sections.filter(({rows}) => rows.length > 0).map(blockText)
  const changed = differs(page, deep)
    ? '\nThe file is not as it was scanned: `migrate scan` brings what is above up to date'
    : ''
  return [
    `By ${name} ${version}, read as PHP ${php}; “as sent” was not converted on its way${changed}`,
    ...blocks,
  ].join('\n\n')
}

/** Whether the file on disk is another than the one that was scanned. */
function differs(page: Page, deep: DeepView): boolean {
  return page.hash !== null && page.hash !== deep.hash
}

const MOST_FLOWS = 20
const MOST_CONDITIONS = 8

/** Columns of what php-parser says: it quotes what it does not expect, however long. */
const LONGEST_MESSAGE = 200

const ANY_KEY = '(any key)'

/** Where a value leaves the page, in words; what can do most harm comes first. */
const ENDS: Partial<Record<InputFlow['into'], string>> = {
  eval: 'eval',
  process: 'process',
  include: 'include',
  sql: 'SQL',
  file: 'file name',
  header: 'header',
  mail: 'mail',
  output: 'output',
  session: 'session',
  cookie: 'cookie',
}

/** Inputs that functions of the site read for the page. */
function takes(page: Page, {inputs}: DeepView): Section {
  const all = grouped(inputs, ({key, through}) => `${key} ${through}`)
  const most = all.length > MOST_FLOWS + 1 ? MOST_FLOWS : all.length
  const more = all.slice(most).map(([{key}]) => key ?? ANY_KEY)
  const rows = all.slice(0, most).map((same) => {
    const [{key, sources, text}] = same
    return [key ?? ANY_KEY, sources.map((source) => source.toUpperCase()).join('|'), text, at(page, same)]
  })
  return {
    label: 'Takes too',
    rows: [...rows, ...flowing(more, {lines: 3, before: `and ${more.length} more: `})],
    shrink: [0, 2],
  }
}

/** Where inputs leave the page. */
function flows(page: Page, {flows: all}: DeepView): Section {
  const ends = Object.keys(ENDS)
  const rank = ({into, asSent}: InputFlow) => ends.indexOf(into) + (asSent ? 0 : ends.length)
  const leaving = all.filter(({into}) => into in ENDS).sort((a, b) => rank(a) - rank(b))
  const ways = grouped(leaving, (flow) => JSON.stringify([wayOf(flow), flow.into, flow.text]))
  const rows = first(ways, MOST_FLOWS, 'ways', (same) => {
    const [flow] = same
    const places = same.flatMap(({line, endLine}) => [{line}, {line: endLine}])
    return [wayOf(flow), ENDS[flow.into] ?? '', flow.asSent ? 'as sent' : '', flow.text, at(page, places)]
  })
  return {label: 'Flows', rows, shrink: [0, 3]}
}

/** The input, the first variable that it is put into, and what is done to it. */
function wayOf({input, steps}: InputFlow): string {
  const isVariable = (text: string) => text.startsWith('$')
  const variable = steps.findIndex(({text}) => isVariable(text))
  const kept = steps.filter(({text}, index) => index === variable || !isVariable(text))
  return [input, ...kept.map(({text}) => text)].join(' → ')
}

/** Conditions that hang on an input. */
function decides(page: Page, deep: DeepView): Section {
  return {label: 'Decides', rows: endsIn(page, deep, 'condition'), shrink: [0, 1]}
}

/** Functions of the site that get an input. */
function given(page: Page, deep: DeepView): Section {
  return {label: 'Given to', rows: endsIn(page, deep, 'call'), shrink: [0, 1]}
}

/** What each input ends in, an input a row. */
function endsIn(page: Page, {flows: all}: DeepView, into: InputFlow['into']): string[][] {
  const inputs = grouped(
    all.filter((flow) => flow.into === into),
    ({input}) => input,
  )
  return first(inputs, MOST_CONDITIONS, 'inputs', (same) => [
    same[0].input,
    [...new Set(same.map(({text}) => text))].slice(0, MOST_FLOWS).join(' · '),
    at(
      page,
      same.map(({endLine}) => ({line: endLine})),
    ),
  ])
}

/** Code that nothing reaches. */
function unreachable(page: Page, {unreachable: all}: DeepView): Section {
  const rows = first(all, 5, 'places', ({line, lastLine, text, after}) => [
    lines({line, lastLine}),
    text,
    `after ${after.text}`,
    at(page, [after]),
  ])
  return {label: 'Dead code', rows, shrink: [1, 2]}
}
