/** What surrounds a page: what leads to it, what depends on it, who may request it, what kind of file it is. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import {count} from '../progress.ts'
import type {LinkTo} from '../scan/types.ts'
import {at, fileName, first, grouped, reasons} from './page-places.ts'
import {flowing, type Section} from './section.ts'

/** Places that lead to the page, a file once. */
export function linkedFrom(page: LedgerPageDetail): Section {
  const files = grouped(page.linkedFrom, ({from}) => from).map(
    ([one, ...others]) => `${one.from}:${one.line}${linkWord(one)}${others.length > 0 ? ` +${others.length}` : ''}`,
  )
  return {label: 'Linked', rows: flowing(files, {lines: 2, before: 'from '})}
}

function linkWord({kind}: LinkTo): string {
  switch (kind) {
    case 'href':
    case 'src':
      return ''
    case 'action':
      return ' (form)'
    case 'location':
      return ' (redirect)'
    case 'rewrite':
      return ' (rewrite)'
    case 'literal':
      return ' (named)'
    default:
      return kind satisfies never
  }
}

/** Pages to which the page leads. */
export function links(page: LedgerPageDetail): Section {
  const targets = new Set((page.facts?.links ?? []).filter(({kind}) => kind !== 'src').map(({target}) => target))
  return {label: 'Links', rows: flowing([...targets], {lines: 1, before: 'to '})}
}

/** How many pages change when the file does. */
export function reach(page: LedgerPageDetail): Section {
  const rows = flowing(page.includedBy, {lines: 2, before: 'included by '})
  const others =
    page.reach === 1 ? '1 page changes when this file does' : `${page.reach} pages change when this file does`
  return {label: 'Reach', rows: page.reach > 1 || rows.length > 0 ? [[others], ...rows] : []}
}

/** Access rules that govern requests for the page. */
export function protection(page: LedgerPageDetail): Section {
  const rows = first(page.access, 4, 'rules', ({kind, text, file, line}) => [kind, text, `${fileName(file)}:${line}`])
  return {label: 'Access', rows, shrink: [1]}
}

/** What kind of file it is, and why the scan thinks so. */
export function role(page: LedgerPageDetail): Section {
  const rows = [[`${page.role}, confidence ${page.confidence.toFixed(2)}`], ...reasons(page.evidence, 1)]
  return {label: 'Role', rows, shrink: [0]}
}

/** What is wrong with the file. */
export function problems(page: LedgerPageDetail): Section {
  const link = page.link === null ? [] : [[`a symbolic link to ${page.link}`]]
  const rows = first(page.problems, 4, 'problems', ({message, line}) => [
    message,
    line === undefined ? '' : at(page, [{line}]),
  ])
  return {label: 'Problems', rows: [...link, ...rows], shrink: [0]}
}

/** What makes the page much or little work: points, and what for. */
export function effort({effort: {points, size, reasons: all}}: LedgerPageDetail): Section {
  const head = `${size}, ${count(points)} ${points === 1 ? 'point' : 'points'}`
  const parts = all.map((reason) => `${reason.points} for ${reason.because}`)
  const rows = flowing(parts, {lines: 2, before: `${head}: `, between: ' · '})
  return {label: 'Effort', rows: rows.length > 0 ? rows : [[head]]}
}
