/** The front page: new books and news. */
import {definePage, type Html, html} from 'banyan/runtime'
import {withDatabase} from '../shop/database.ts'
import {niceDate, price, shorten, stockText} from '../shop/functions.ts'
import {baseOf, layout} from '../shop/layout.ts'

interface Book {
  id: number
  title: string
  author: string
  year: number | null
  descr: string
  price: number
  stock: number
}

interface News {
  day: string
  year: number
  slug: string
  title: string
  body: string
}

/** How many new books are shown: NEW_BOOKS in inc/config.php. */
const NEW_BOOKS = 6

export default definePage({
  page: 'index.php',
  session: 'read', // session_start() in inc/init.inc.php; the header shows name and cart
  handle: ({server, session, reply, clock}) =>
    withDatabase(server, (database) => {
      const news = database.rows<News>('SELECT * FROM news ORDER BY day DESC LIMIT 2')
      const books = database.rows<Book>(
        'SELECT * FROM books WHERE stock > 0 ORDER BY added DESC, id DESC LIMIT ?',
        NEW_BOOKS,
      )
      const count = database.value('SELECT COUNT(*) FROM books')
      const authors = database.value('SELECT COUNT(DISTINCT author) FROM books')
      const frame = {base: baseOf(server), title: 'Welcome', category: 0, session, database, clock}
      return layout(
        reply,
        frame,
        html`<h2>New in the shop</h2>
<table width="100%" cellpadding="6" cellspacing="0" border="0">
${books.map(bookCell)}${books.length % 2 === 1 ? html`\t<td>&nbsp;</td>\n</tr>\n` : ''}</table>

<p>There are <b>${count}</b> books by <b>${authors}</b> authors in our catalogue.
<a href="list.php">See them all</a></p>

<h2>News</h2>
${news.map(newsItem)}`,
      )
    }),
})

/** Two books make a row of the table. */
function bookCell(book: Book, index: number): Html {
  return html`${index % 2 === 0 ? html`<tr>\n` : ''}	<td width="50%" valign="top" class="book">
		<a href="book.php?id=${book.id}"><b>${book.title}</b></a><br />
		${book.author}${book.year ? `, ${book.year}` : ''}<br />
		<small>${shorten(book.descr, 60)}</small><br />
		<b>${price(book.price)}</b> ${stockText(book.stock)}
	</td>
${index % 2 === 1 ? html`</tr>\n` : ''}`
}

function newsItem(news: News): Html {
  return html`<p><b>${niceDate(news.day)}</b>
<a href="news.php/${news.year}/${news.slug}">${news.title}</a><br />
${shorten(news.body, 80)}</p>
`
}
