/** Facts with their place spelled out, for `migrate show --json`. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {PagePath} from '../page.ts'
import type {FileFacts} from '../scan/types.ts'

/** A value in which whatever has a line says where it is: `cart.php:13`. */
type Placed<Value> = Value extends readonly (infer Item)[]
  ? Placed<Item>[]
  : Value extends {line: number}
    ? {[Name in keyof Value]: Placed<Value[Name]>} & {at: string}
    : Value

/** The facts of a file, every one with its place. */
export type PlacedFacts = {[Name in keyof FileFacts]: Placed<FileFacts[Name]>}

/** A page whose facts say `file:line`. */
export type PlacedDetail = Omit<LedgerPageDetail, 'facts'> & {facts: PlacedFacts | null}

/** Writes `file:line` into every fact of a page; a name from the tree is as it is, JSON quotes it. */
export function withPlaces(page: LedgerPageDetail): PlacedDetail {
  if (!page.facts) return {...page, facts: null}
  const facts = Object.entries(page.facts).map(([name, value]) => [name, placed(value, page.path)])
  return {...page, facts: Object.fromEntries(facts) as PlacedFacts}
}

function placed(value: unknown, path: PagePath): unknown {
  if (Array.isArray(value)) return value.map((item) => placed(item, path))
  if (typeof value !== 'object' || value === null || !('line' in value)) return value
  const fields = Object.entries(value).map(([name, field]) => [name, placed(field, path)])
  return {...Object.fromEntries(fields), at: `${path}:${value.line}`}
}
