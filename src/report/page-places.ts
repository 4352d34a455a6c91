/** Places of facts as they stand at the end of a row: `cart.php:14, 31`. */
import type {LedgerPageDetail} from '../ledger/types.ts'
import {type PagePath, printable} from '../page.ts'
import type {Evidence} from '../scan/types.ts'
import {cut} from './section.ts'
import {columnsOf} from './table.ts'

/** Places that a row names, and those beside a long name; `--json` has all. */
const MOST_PLACES = 3
const MOST_BESIDE_LONG = 2
const LONG_NAME = 20
/** Columns of a file's name; a longer one loses its directories. */
const LONGEST_NAME = 28

/** Where facts of the page are, each line once: `cart.php:14, 31, 40 …`. */
export function at(page: Pick<LedgerPageDetail, 'path'>, uses: readonly {line: number}[]): string {
  const lines = [...new Set(uses.map((use) => use.line))].sort((a, b) => a - b)
  const name = fileName(page.path)
  const most = columnsOf(name) > LONG_NAME ? MOST_BESIDE_LONG : MOST_PLACES
  return `${name}:${lines.slice(0, most).join(', ')}${lines.length > most ? ' …' : ''}`
}

/** Why something is so, and where that is seen: each reason once, a row of two cells. */
export function reasons(evidence: readonly Evidence[], most: number): string[][] {
  const all = grouped(evidence, ({because, file, line}) => JSON.stringify([because, file, line]))
  return first(all, most, 'reasons', ([{because, file, line}]) => [
    because,
    line === undefined ? fileName(file) : `${fileName(file)}:${line}`,
  ])
}

/** The name of a file in a narrow column: `admin/users.php`, `…/users.php`. */
export function fileName(path: PagePath): string {
  const name = printable(path)
  return columnsOf(name) <= LONGEST_NAME ? name : cut(`…/${name.slice(name.lastIndexOf('/') + 1)}`, LONGEST_NAME)
}

/** Facts that belong together, in the order of their first: by what `keyOf` says. */
export function grouped<Fact>(facts: readonly Fact[], keyOf: (fact: Fact) => string): [Fact, ...Fact[]][] {
  const groups = new Map<string, [Fact, ...Fact[]]>()
  for (const fact of facts) {
    const key = keyOf(fact)
    const group = groups.get(key)
    if (group) group.push(fact)
    else groups.set(key, [fact])
  }
  return [...groups.values()]
}

/** How often, when it is more than once: `3×`. */
export function times(facts: readonly unknown[]): string {
  return facts.length > 1 ? `${facts.length}×` : ''
}

/** Rows of the first things, and how many more there are of `what`. */
export function first<Thing>(
  things: readonly Thing[],
  most: number,
  what: string,
  rowOf: (thing: Thing) => string[],
): string[][] {
  // A remark takes a line as well, so it stands for two rows at least.
  if (things.length <= most + 1) return things.map(rowOf)
  return [...things.slice(0, most).map(rowOf), [`and ${things.length - most} more ${what}`]]
}
