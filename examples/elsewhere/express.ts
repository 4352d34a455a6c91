/** A page of the bookshop under express: PORT=3000 node examples/elsewhere/express.ts */
import type {AddressInfo} from 'node:net'
import {getRequestListener} from '@hono/node-server'
import express from 'express'
import {book} from './book.ts'

const app = express()
app.get('/health', (_, response) => void response.type('text').send('fine'))
// Before any middleware that reads bodies: the page reads its own, as PHP did.
app.all(['/book.php', '/book.php/*path'], getRequestListener(book))

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
)
