/** What `serve --status` prints. */
import {printable} from '../page.ts'
import type {BackendStatus, PageActivity} from '../runtime/status/types.ts'
import {table} from './table.ts'

/** Pages that are shown, those with the most requests first. */
const MOST = 30

/** A screen about a running backend, at a time in milliseconds since 1970. */
export function backendStatus(status: BackendStatus, now: number): string {
  const {workers, pages, restarts, addresses, handlers} = status
  const totals = sumOf(Object.values(pages))
  const lines = [
    `Serving ${handlers} ${handlers === 1 ? 'page' : 'pages'} on ${addresses.join(' and ')} for ${duration(now - status.startedAt)}`,
    `${totals.requests} requests, ${totals.errors} errors, ${totals.leftToPhp} left to PHP, ${restarts} workers replaced`,
    '',
    table(
      [
        ['worker', 'up', 'now', 'memory', ''],
        ...workers.map((worker) => [
          `${worker.pid}`,
          duration(now - worker.startedAt),
          `${worker.inFlight}`,
          `${Math.round(worker.memory / 2 ** 20)} MB`,
          worker.isAnswering ? '' : 'does not answer',
        ]),
      ],
      {right: [0, 1, 2, 3]},
    ),
  ]
  const busiest = Object.entries(pages).sort(([, a], [, b]) => b.requests - a.requests)
  if (busiest.length > 0) lines.push('', pageTable(busiest.slice(0, MOST)))
  if (busiest.length > MOST) lines.push(`and ${busiest.length - MOST} more pages; \`--json\` has all`)
  return lines.join('\n')
}

function pageTable(pages: readonly [string, PageActivity][]): string {
  return table(
    [
      ['requests', 'errors', 'left to PHP', 'mean', 'slowest', 'page'],
      ...pages.map(([page, activity]) => [
        `${activity.requests}`,
        `${activity.errors}`,
        `${activity.leftToPhp}`,
        `${(activity.milliseconds / activity.requests).toFixed(1)} ms`,
        `${activity.slowestMilliseconds.toFixed(1)} ms`,
        page === '' ? '(without a handler)' : printable(page),
      ]),
    ],
    {right: [0, 1, 2, 3, 4]},
  )
}

function sumOf(pages: readonly PageActivity[]): {requests: number; errors: number; leftToPhp: number} {
  const sum = {requests: 0, errors: 0, leftToPhp: 0}
  for (const {requests, errors, leftToPhp} of pages) {
    sum.requests += requests
    sum.errors += errors
    sum.leftToPhp += leftToPhp
  }
  return sum
}

/** `45 s`, `12 min`, `3 h`, `9 days`. */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 100) return `${seconds} s`
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`
}
