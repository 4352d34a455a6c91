/** Constants of a site by which its files know each other. */
import type {PagePath} from '../../page.ts'
import type {SiteFacts} from '../types.ts'
import type {IncludedBy} from './included-by.ts'

export interface Constants {
  /** Those that files refuse to run without. */
  guards: ReadonlySet<string>
  /** Those that the site defines and that name files which are included. */
  site: ReadonlySet<string>
}

export function askedConstants(
  facts: ReadonlyMap<PagePath, Pick<SiteFacts, 'guard' | 'includes' | 'definitions'>>,
): Constants {
  const guards = new Set<string>()
  const asked = new Set<string>()
  for (const {guard, includes} of facts.values()) {
    if (guard) guards.add(guard.constant)
    for (const {parts} of includes) for (const part of parts ?? []) if ('constant' in part) asked.add(part.constant)
  }
  const site = new Set<string>()
  for (const {definitions} of facts.values())
    for (const {kind, name} of definitions) if (kind === 'constant' && asked.has(name)) site.add(name)
  return {guards, site}
}

/** A common include may define what others ask for as well, but then who includes it has not defined it yet. */
export function definedGuard(
  {definitions, includes}: SiteFacts,
  by: IncludedBy | undefined,
  facts: ReadonlyMap<PagePath, SiteFacts>,
  {guards}: Constants,
): string | undefined {
  const include = includes.find(({inside}) => inside === undefined)
  if (!include) return undefined
  const guard = definitions.find(
    ({kind, name, line}) => kind === 'constant' && line <= include.line && guards.has(name),
  )
  if (!guard) return undefined
  const isKnown = by?.named.some(({from}) => facts.get(from)?.definitions.some(({name}) => name === guard.name))
  return isKnown ? undefined : guard.name
}

/** A constant that an include needs. */
export interface NeededConstant {
  name: string
  line: number
  /** The include, as written. */
  text: string
}

/** `require ABSPATH . 'a.php'` in a file that does not define `ABSPATH`, nor includes what might define it. */
export function neededConstant({definitions, includes}: SiteFacts, {site}: Constants): NeededConstant | undefined {
  let needed: NeededConstant | undefined
  for (const {inside, parts, line, text} of includes) {
    if (inside !== undefined) continue
    const [part] = parts ?? []
    if (!part || !('constant' in part) || !site.has(part.constant)) return undefined
    if (definitions.some(({kind, name}) => kind === 'constant' && name === part.constant)) return undefined
    needed ??= {name: part.constant, line, text}
  }
  return needed
}
