/** One book: `book.php?id=12`, `/books/12` or `/book/12-some-title.html`. */
import {isPhpArray, nl2br, toInt} from 'banyan/php'
import {definePage, type Html, html, type ReadSession, raw} from 'banyan/runtime'
import {type Database, withDatabase} from '../shop/database.ts'
import {categories, message, niceDate, price, stockText} from '../shop/functions.ts'
import {baseOf, layout} from '../shop/layout.ts'

interface Book {
  id: number
  cat: number
  title: string
  author: string
  year: number | null
  added: string
  descr: string
  price: number
  stock: number
}

export default definePage({
  page: 'book.php',
  session: 'read', // session_start() in inc/init.inc.php; shows what is in the cart
  handle: ({query, server, session, reply, clock}) =>
    withDatabase(server, (database) => {
      const id = toInt(query.id ?? 0) // book.php:7  isset($_GET['id']) ? (int) $_GET['id'] : 0
      const base = baseOf(server)
      const book = database.row<Book>('SELECT * FROM books WHERE id = ?', id)
      const frame = {base, title: book?.title ?? 'No such book', category: book?.cat ?? 0, session, database, clock}
      if (!book) {
        reply.status(404)
        return layout(reply, frame, noSuchBook(id, base))
      }
      return layout(
        reply,
        frame,
        html`<h2>${book.title}</h2>
<table cellpadding="4" cellspacing="0" border="0" class="details">
<tr><td class="label">Author</td><td>${book.author}</td></tr>
<tr><td class="label">Year</td><td>${book.year || 'no year'}</td></tr>
<tr><td class="label">Section</td><td><a href="${raw(base)}/list.php?cat=${book.cat}">${categories(database).get(book.cat)}</a></td></tr>
<tr><td class="label">In the shop since</td><td>${niceDate(book.added)}</td></tr>
<tr><td class="label">Price</td><td><b>${price(book.price)}</b></td></tr>
<tr><td class="label">Stock</td><td>${stockText(book.stock)}</td></tr>
</table>
<p>${raw(nl2br(html`${book.descr}`.text))}</p>
${book.stock > 0 ? intoCart(id, base, session) : soldOut(base)}${sameAuthor(database, book, base)}`,
      )
    }),
})

function noSuchBook(id: number, base: string): Html {
  const text = html`We have no book with the number ${id}. Perhaps it was sold years ago.`
  return html`<h2>No such book</h2>
${message(text, 'error')}<p><a href="${raw(base)}/list.php">Look at all books</a></p>
`
}

function intoCart(id: number, base: string, session: ReadSession): Html {
  const cart = session.get('cart')
  const quantity = isPhpArray(cart) ? cart.get(id) : undefined
  const already = quantity === undefined || quantity === null ? '' : html` (you have ${String(quantity)} already)`
  return html`<p><a href="${raw(base)}/cart.php?add=${id}"><b>Put it into the cart</b></a>${already}</p>
`
}

function soldOut(base: string): Html {
  return message(
    html`This book is sold out. <a href="${raw(base)}/upload.php">Send us your wants</a> and we look for another one.`,
  )
}

function sameAuthor(database: Database, book: Book, base: string): Html {
  const others = database.rows<{id: number; title: string}>(
    'SELECT id, title FROM books WHERE author = ? AND id <> ? ORDER BY title',
    book.author,
    book.id,
  )
  if (others.length === 0) return html``
  return html`<h3>Also by ${book.author}</h3>
<ul>
${others.map((other) => html`<li><a href="${raw(base)}/book.php?id=${other.id}">${other.title}</a></li>\n`)}</ul>
`
}
