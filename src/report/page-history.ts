/** The history of a page as a section of its screen, newest first. */
import type {LedgerEvent, LedgerPageDetail} from '../ledger/types.ts'
import type {Section} from './section.ts'

export function history(page: LedgerPageDetail): Section {
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
    case 'classified':
      return `classified${said}`
    case 'note':
      return `note${said}`
    case 'found':
    case 'gone':
    case 'returned':
    case 'scaffolded':
    case 'started':
    case 'done':
    case 'canary':
    case 'reopened':
      return `${event.kind}${forced}${said}`
    default:
      return event.kind satisfies never
  }
}
