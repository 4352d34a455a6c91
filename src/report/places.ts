/** Facts with their place spelled out, for `migrate show --json`. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {FileFacts} from '../scan/types.ts'

/** A fact and where it is: `cart.php:13`. */
type Placed<Fact> = Fact & {at: string}

/** The lists of {@link FileFacts} whose entries have a line, each entry with its place. */
export type PlacedFacts = {
  [Name in keyof FileFacts]: FileFacts[Name] extends (infer Fact extends {line: number})[]
    ? Placed<Fact>[]
    : FileFacts[Name]
}

/** A page whose facts say `file:line`. */
export type PlacedDetail = Omit<LedgerPageDetail, 'facts'> & {facts: PlacedFacts | null}

/** Writes `file:line` into every fact of a page; a name from the tree is as it is, JSON quotes it. */
export function withPlaces(page: LedgerPageDetail): PlacedDetail {
  if (!page.facts) return {...page, facts: null}
  const facts = Object.entries(page.facts).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(placed) : value,
  ])
  return {...page, facts: Object.fromEntries(facts) as PlacedFacts}

  function placed(fact: unknown): unknown {
    const hasLine = typeof fact === 'object' && fact !== null && 'line' in fact
    return hasLine ? {...fact, at: `${page.path}:${fact.line}`} : fact
  }
}
