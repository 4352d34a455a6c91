/** A page of the bookshop under hono: PORT=3000 node examples/elsewhere/hono.ts */
import {serve} from '@hono/node-server'
import {Hono} from 'hono'
import {book} from './book.ts'

const app = new Hono()
app.get('/health', (context) => context.text('fine'))
app.all('/book.php', (context) => book(context.req.raw))
app.all('/book.php/*', (context) => book(context.req.raw))

serve({fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT ?? 0)}, ({port}) =>
  console.log(`http://127.0.0.1:${port}`),
)
