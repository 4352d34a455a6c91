/** What a move did, in words. */
import type {Moved} from '../ledger/types.ts'
import {printable} from '../page.ts'
import {table} from './table.ts'

/** One line a page: `cart.php  porting → done`. */
export function movedText(moved: readonly Moved[]): string {
  return table(moved.map(({path, from, to}) => [printable(path), from === to ? to : `${from} → ${to}`]))
}
