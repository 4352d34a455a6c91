/** The summary of the administration. The web server asks for the password (admin/.htaccess). */
import {substr, toText} from 'banyan/php'
import {definePage, type Html, html} from 'banyan/runtime'
import {withDatabase} from '../../shop/database.ts'
import {niceDate, price} from '../../shop/functions.ts'
import {baseOf, layout} from '../../shop/layout.ts'

interface Order {
  id: number
  ordered: string
  name: string | null
  total: number
  status: string
}

interface Scarce {
  id: number
  title: string
  stock: number
}

export default definePage({
  page: 'admin/index.php',
  session: 'read', // session_start() in inc/init.inc.php; the header shows name and cart
  handle: ({server, session, reply, clock}) =>
    withDatabase(server, (database) => {
      const user = toText(server.REMOTE_USER ?? server.PHP_AUTH_USER) // admin/index.php:10, 11
      const stock = database.row<{books: number; pieces: number; value: number}>(
        'SELECT COUNT(*) AS books, SUM(stock) AS pieces, SUM(stock * price) AS value FROM books',
      )
      const soldOut = database.value('SELECT COUNT(*) FROM books WHERE stock = 0')
      const customers = database.value('SELECT COUNT(*) FROM customers')
      const orders = database.row<{count: number; turnover: number | null}>(
        'SELECT COUNT(*) AS count, SUM(total) AS turnover FROM orders',
      )
      const open = database.value("SELECT COUNT(*) FROM orders WHERE status = 'new'")
      const last = database.rows<Order>(
        'SELECT orders.*, customers.name FROM orders LEFT JOIN customers ON customers.id = orders.customer ORDER BY orders.id DESC LIMIT 5',
      )
      const scarce = database.rows<Scarce>(
        'SELECT id, title, stock FROM books WHERE stock BETWEEN 1 AND 1 ORDER BY title LIMIT 10',
      )
      const base = baseOf(server, {inAdmin: true})
      const frame = {base, title: 'Administration', category: 0, session, database, clock}
      return layout(
        reply,
        frame,
        html`<h2>Administration</h2>
<p>Good day, <b>${user}</b>. What do you want to do?
<a href="orders.php">Orders</a> | <a href="edit.php">New book</a></p>

<table cellpadding="4" cellspacing="0" border="1" class="summary">
<tr><td>Books</td><td align="right">${stock?.books}</td></tr>
<tr><td>&nbsp; sold out</td><td align="right">${soldOut}</td></tr>
<tr><td>Pieces in stock</td><td align="right">${stock?.pieces}</td></tr>
<tr><td>Value of the stock</td><td align="right">${price(stock?.value ?? 0)}</td></tr>
<tr><td>Customers</td><td align="right">${customers}</td></tr>
<tr><td>Orders</td><td align="right">${orders?.count}</td></tr>
<tr><td>&nbsp; not sent yet</td><td align="right">${open ? html`<b>${open}</b>` : 0}</td></tr>
<tr><td>Turnover</td><td align="right">${price(orders?.turnover ?? 0)}</td></tr>
</table>

<h3>Last orders</h3>
<table width="100%" cellpadding="4" cellspacing="0" border="0" class="list">
<tr bgcolor="#8a6d3b"><th>No.</th><th align="left">Date</th><th align="left">Customer</th><th align="right">Total</th><th>Status</th></tr>
${last.map(orderRow)}</table>

<h3>Nearly sold out</h3>
<ul>
${scarce.map(({id, title, stock}) => html`<li><a href="edit.php?id=${id}">${title}</a> (${stock})</li>\n`)}</ul>
`,
      )
    }),
})

function orderRow(order: Order): Html {
  return html`<tr>
	<td align="center"><a href="orders.php?id=${order.id}">${order.id}</a></td>
	<td>${niceDate(order.ordered)}${substr(order.ordered, 10, 6)}</td>
	<td>${order.name}</td>
	<td align="right" nowrap>${price(order.total)}</td>
	<td align="center">${order.status === 'new' ? html`<b>new</b>` : order.status}</td>
</tr>
`
}
