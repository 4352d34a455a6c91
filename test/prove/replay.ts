/** A kept case, asked again: what is wrong with it now. */
import type {Answer, Request} from '../support/http.ts'
import type {Way} from './front.ts'
import type {Started} from './prove.ts'
import {type Outcome, proveWay} from './prove-site.ts'
import type {ProofCase} from './site.ts'
import {sendAll} from './wire.ts'

/** Lays the site of the case, asks before and after, also with the backend down and with all taken back. */
export async function replayCase(
  {front, running, backends}: Started,
  way: Way,
  {site, moved, requests}: Pick<ProofCase, 'site' | 'moved' | 'requests'>,
): Promise<Outcome> {
  await running.lay(site)
  const before: Answer[] = await sendAll(running.port, requests as Request[])
  return proveWay({front, running, backends, way, site, moved, requests, before}, {down: true, back: true})
}

/** Whether a case is about this way. */
export function isOfWay({style, form}: Pick<ProofCase, 'style' | 'form'>, way: Way): boolean {
  return way.style === style && way.form === form
}
