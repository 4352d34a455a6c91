/** `migrate show`: the screen of one page, for the one who ports it. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import {printable} from '../page.ts'
import {count} from '../progress.ts'
import type {UrlForm} from '../routes/urls/types.ts'
import {audienceText} from './audience.ts'
import {effort, linkedFrom, links, problems, protection, reach, role} from './page-around.ts'
import {calls, defines, includes, type PageCalls} from './page-calls.ts'
import {answers, data, hard, session} from './page-does.ts'
import {history as events} from './page-history.ts'
import {servedBy} from './page-list.ts'
import {first} from './page-places.ts'
import {forms, takes} from './page-takes.ts'
import {reachedAs} from './page-urls.ts'
import {blockText, type Section} from './section.ts'

type SectionOf = (page: LedgerPageDetail, calls: PageCalls) => Section

/** What the page is, in the order in which a porter asks. */
const ABOUT: readonly SectionOf[] = [
  problems,
  effort,
  takes,
  forms,
  session,
  answers,
  data,
  includes,
  calls,
  defines,
  hard,
]

/** What surrounds it: short, and together. */
const AROUND: readonly SectionOf[] = [reach, linkedFrom, links, protection, role, history]

/**
 * The screen of one page, without a final line end: at most a hundred columns, and a screen or two however large the
 * page is. Everything from the scanned tree is made printable.
 */
export function detailText(page: LedgerPageDetail, calls: PageCalls, urls: readonly UrlForm[] | null): string {
  const blocks = (sections: readonly SectionOf[]) =>
    sections
      .map((section) => section(page, calls))
      .filter(({rows}) => rows.length > 0)
      .map(blockText)
  const around = [() => reachedAs(page, urls), ...AROUND]
  return [headline(page), ...blocks(ABOUT), blocks(around).join('\n')].join('\n\n')
}

/** Events that the screen shows, the latest. */
const MOST_EVENTS = 6

function history(page: LedgerPageDetail): Section {
  const {label, rows} = events(page)
  return {label, rows: first(rows, MOST_EVENTS, 'events', (row) => row), shrink: [1, 2]}
}

function headline(page: LedgerPageDetail): string {
  const parts = [
    page.role,
    page.status,
    page.canary ? `TypeScript for ${audienceText(page.canary)}, else PHP` : `served by ${servedBy(page)}`,
    ...(page.flags.length > 0 ? [page.flags.join(', ')] : []),
    `owner ${page.owner === null ? 'nobody' : printable(page.owner)}`,
    `${count(page.lines)} ${page.lines === 1 ? 'line' : 'lines'}`,
    ...(page.facts && page.bytes > 0 ? [`${Math.round((100 * page.facts.inlineHtmlBytes) / page.bytes)} % HTML`] : []),
    `effort ${page.effort.size}`,
  ]
  return `${printable(page.path)}   ${parts.join(' · ')}`
}
