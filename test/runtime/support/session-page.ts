/** A page of ours that does something with its session. */
import {responseHead} from '../../../src/runtime/cgi/head.ts'
import {definePage, type SessionMode, type SessionOf} from '../../../src/runtime/index.ts'
import {type PageOutcome, runPage} from '../../../src/runtime/run-page.ts'
import type {ResolvedSettings} from '../../../src/runtime/settings.ts'
import {systemClock} from '../../../src/runtime/system-clock.ts'

export interface SessionPageAnswer {
  /** As bytes, as PHP would send it. */
  head: string
  /** What `use` gave, as text. */
  body: string
  outcome: PageOutcome
}

/** Asks such a page; `parameters` are those of CGI. */
export async function askSessionPage<Mode extends SessionMode>(
  settings: ResolvedSettings,
  mode: Mode,
  parameters: Readonly<Record<string, string>>,
  use: (session: SessionOf<Mode>) => unknown,
  body: Buffer = Buffer.alloc(0),
): Promise<SessionPageAnswer> {
  const page = definePage({page: 'p.php', session: mode, handle: async ({session}) => `${(await use(session)) ?? ''}`})
  const request = {parameters: new Map(Object.entries({REQUEST_METHOD: 'GET', ...parameters})), body}
  const environment = {settings, clock: systemClock, db: undefined, warn: () => undefined}
  const outcome = await runPage(page as never, request, environment)
  if (outcome.kind !== 'response') return {head: '', body: '', outcome}
  return {head: responseHead(outcome.response), body: String(outcome.response.body), outcome}
}
