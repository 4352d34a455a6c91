/** A page of the bookshop under fastify: PORT=3000 node examples/elsewhere/fastify.ts */
import {getRequestListener} from '@hono/node-server'
import {fastify} from 'fastify'
import {book} from './book.ts'

const app = fastify()
const answer = getRequestListener(book)
app.get('/health', () => 'fine')
app.register(async (pages) => {
  // The page reads its own body, as PHP did.
  pages.removeAllContentTypeParsers()
  pages.addContentTypeParser('*', (_request, _payload, done) => done(null))
  for (const path of ['/book.php', '/book.php/*']) {
    pages.all(path, (request, reply) => {
      reply.hijack()
      return answer(request.raw, reply.raw)
    })
  }
})

console.log(await app.listen({host: '127.0.0.1', port: Number(process.env.PORT ?? 0)}))
