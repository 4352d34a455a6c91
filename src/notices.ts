/** Warnings and refusals of the emitters in words. */
import {MigrateError} from './errors.ts'
import {printable} from './page.ts'
import type {Notice} from './routes/notice.ts'

/** One warning on one line. */
export function noticeText({code, page, reason, remedy}: Notice): string {
  return `Warning ${code}${page === undefined ? '' : ` \`${printable(page)}\``}: ${reason}. ${remedy}`
}

/** Why nothing was written, each reason on a line of its own, at most twenty. */
export function refusalOf(refusals: readonly Notice[]): MigrateError {
  const [first] = refusals
  const lines = refusals
    .slice(0, MOST_LINES)
    .map(({page, reason}) => (page === undefined ? reason : `\`${printable(page)}\`: ${reason}`))
  if (refusals.length > MOST_LINES) lines.push(`… and ${refusals.length - MOST_LINES} more`)
  return new MigrateError(
    first?.code ?? 'REFUSED',
    `Refused, nothing was written: ${lines.join('\n  ')}`,
    first?.remedy ?? '',
    {exitStatus: 1, details: refusals},
  )
}

const MOST_LINES = 20
