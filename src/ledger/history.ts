/** The history: one line an event, kept for ever. */
import type {PagePath} from '../page.ts'
import {explaining, type Ledger} from './open.ts'
import type {Actor, EventKind, LedgerEvent, Status} from './types.ts'

interface EventDetail {
  kind: EventKind
  text?: string | undefined
  from?: Status | undefined
  to?: Status | undefined
  forced?: boolean | undefined
}

/** Appends one event; for use inside a transaction of this folder. */
export function appendEvent(ledger: Ledger, actor: Actor, path: PagePath, detail: EventDetail): void {
  eventWriter(ledger, actor)(path, detail)
}

/** Appends many events; for use inside a transaction of this folder. */
export function eventWriter({database}: Ledger, actor: Actor): (path: PagePath, detail: EventDetail) => void {
  const insert = database.prepare(
    'INSERT INTO events (at, who, path, kind, text, "from", "to", forced) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  return (path, {kind, text, from, to, forced}) =>
    insert.run(actor.at, actor.who, path, kind, text ?? null, from ?? null, to ?? null, forced ? 1 : 0)
}

/** All events of one page, oldest first. */
export function historyOf(ledger: Ledger, path: PagePath): LedgerEvent[] {
  return explaining(ledger.file, () =>
    ledger.database
      .prepare<[string], Omit<LedgerEvent, 'forced'> & {forced: number}>(
        'SELECT at, who, path, kind, text, "from", "to", forced FROM events WHERE path = ? ORDER BY id',
      )
      .all(path)
      .map((event) => ({...event, forced: event.forced === 1})),
  )
}
