/** Routes that go the same way: to one backend, for the same visitors. */
import type {Canary} from '../ledger/types.ts'
import {MAIN_BACKEND, type Route} from './plan.ts'

/** One way from the web server to a backend. */
export interface Lane {
  /**
   * Says what it is and is the same in every run: `on`, `on.backend.admin`, `canary.cookie.ts.percent.5`. Made of
   * letters, digits, dashes, underscores and dots, so that it can be the name of a folder or of a variable.
   */
  name: string
  /** The name of its backend. */
  backend: string
  /** The visitors it is for; `undefined`: all. */
  canary?: Canary
  /** In the order of the plan. */
  routes: Route[]
}

/**
 * The lanes of some routes, sorted by name.
 *
 * @param backends names of backends that have a lane for all visitors even when no page is on it
 */
export function lanesOf(routes: readonly Route[], backends: readonly string[] = []): Lane[] {
  const lanes = new Map<string, Lane>()
  for (const backend of backends) lanes.set(laneName(backend), {name: laneName(backend), backend, routes: []})
  for (const route of routes) {
    const {backend, canary} = route
    const name = laneName(backend, canary)
    const lane = lanes.get(name)
    if (lane) lane.routes.push(route)
    else lanes.set(name, {name, backend, ...(canary ? {canary} : {}), routes: [route]})
  }
  return [...lanes.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function laneName(backend: string, canary?: Canary): string {
  const parts = canary ? ['canary', ...canaryParts(canary)] : ['on']
  if (backend !== MAIN_BACKEND) parts.push('backend', backend)
  return parts.join('.')
}

function canaryParts({cookie, header, percent}: Canary): string[] {
  return [
    ...(cookie === undefined ? [] : ['cookie', cookie]),
    ...(header === undefined ? [] : ['header', header]),
    ...(percent === undefined ? [] : ['percent', String(percent)]),
  ]
}
