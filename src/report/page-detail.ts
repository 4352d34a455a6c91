/** `migrate show`: the screen of one page, for the one who ports it. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import {printable} from '../page.ts'
import {count} from '../progress.ts'
import {history} from './page-history.ts'
import {servedBy} from './page-list.ts'
import {
  answers,
  data,
  defines,
  hard,
  includes,
  links,
  problems,
  protection,
  role,
  session,
  takes,
} from './page-sections.ts'
import {blockText} from './section.ts'

/** The screen of one page, without a final line end. Everything from the scanned tree is made printable. */
export function detailText(page: LedgerPageDetail): string {
  const sections = [
    problems(page),
    role(page),
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
    `${count(page.lines)} ${page.lines === 1 ? 'line' : 'lines'}`,
    ...(page.facts && page.bytes > 0 ? [`${Math.round((100 * page.facts.inlineHtmlBytes) / page.bytes)} % HTML`] : []),
  ]
  return `${printable(page.path)}   ${parts.join(' · ')}`
}
