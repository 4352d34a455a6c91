/** What several pages need. Was inc/functions.php. */
import {isPhpArray, number_format, strlen, substr} from 'banyan/php'
import {type Html, html, type ReadSession} from 'banyan/runtime'
import type {Database} from './database.ts'

/** 12.5 → `12,50 EUR` */
export function price(amount: number | null): string {
  return `${number_format(amount ?? 0, 2, ',', '.')} EUR`
}

/** Cut after a word; the length is in bytes, as `strlen` counts. */
export function shorten(text: string, length: number): string {
  if (strlen(text) <= length) return text
  const cut = substr(text, 0, length)
  const space = cut.lastIndexOf(' ')
  return `${space < 0 ? cut : cut.slice(0, space)} ...`
}

/** 2006-03-21 → 21.03.2006 */
export function niceDate(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
}

export function message(text: Html, style = 'message'): Html {
  return html`<p class="${style}">${text}</p>\n`
}

export function stockText(stock: number): Html {
  if (stock > 3) return html`<span class="instock">in stock</span>`
  if (stock > 0) return html`<span class="few">only ${stock} left</span>`
  return html`<span class="sold">sold out</span>`
}

/** The sections of the shop in the order of the menu: number and name. */
export function categories(database: Database): Map<number, string> {
  const rows = database.rows<{id: number; name: string}>('SELECT id, name FROM categories ORDER BY sort')
  return new Map(rows.map(({id, name}) => [id, name]))
}

/** Number of books in the cart, not of lines. */
export function cartCount(session: ReadSession): number {
  const cart = session.get('cart')
  return isPhpArray(cart) ? [...cart.values()].reduce<number>((sum, quantity) => sum + Number(quantity), 0) : 0
}
