/** What a backend has done since it started, page by page. */
import type {Side} from '../access-log.ts'
import type {PageActivity} from './types.ts'

/** A request that ended. */
interface Ended {
  /** `undefined` for one without a handler: its name may be anything, so it is not kept. */
  page: string | undefined
  status: number
  side: Side
  milliseconds: number
  at: number
}

export class Activity {
  /** Requests that have come and are not answered. */
  inFlight = 0
  readonly #pages = new Map<string, PageActivity>()

  begin(): void {
    this.inFlight++
  }

  end({page = '', status, side, milliseconds, at}: Ended): void {
    this.inFlight--
    let activity = this.#pages.get(page)
    if (activity === undefined) {
      activity = {requests: 0, errors: 0, leftToPhp: 0, milliseconds: 0, slowestMilliseconds: 0, lastAt: 0}
      this.#pages.set(page, activity)
    }
    activity.requests++
    if (status >= 500) activity.errors++
    if (side === 'php') activity.leftToPhp++
    activity.milliseconds += milliseconds
    if (milliseconds > activity.slowestMilliseconds) activity.slowestMilliseconds = milliseconds
    activity.lastAt = at
  }

  /** By page; requests without a handler under the empty name. */
  pages(): Record<string, PageActivity> {
    return Object.fromEntries(this.#pages)
  }
}

/** The activity of several processes together. */
export function sumActivity(all: readonly Record<string, PageActivity>[]): Record<string, PageActivity> {
  const sum: Record<string, PageActivity> = Object.create(null)
  for (const pages of all) {
    for (const [page, {requests, errors, leftToPhp, milliseconds, slowestMilliseconds, lastAt}] of Object.entries(
      pages,
    )) {
      const known = sum[page]
      sum[page] = {
        requests: requests + (known?.requests ?? 0),
        errors: errors + (known?.errors ?? 0),
        leftToPhp: leftToPhp + (known?.leftToPhp ?? 0),
        milliseconds: milliseconds + (known?.milliseconds ?? 0),
        slowestMilliseconds: Math.max(slowestMilliseconds, known?.slowestMilliseconds ?? 0),
        lastAt: Math.max(lastAt, known?.lastAt ?? 0),
      }
    }
  }
  return sum
}
