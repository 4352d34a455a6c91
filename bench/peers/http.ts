/** A bare `node:http` server: `node http.ts SOCKET`; it sends the bytes that the page of the benchmark sends. */
import {chmodSync} from 'node:fs'
import {createServer} from 'node:http'
import {pageText} from '../page-text.ts'

const [socket = ''] = process.argv.slice(2)
const server = createServer((request, response) => {
  const id = Number(/[?&]id=(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
  const body = Buffer.from(pageText(String(id)))
  response.writeHead(200, {'Content-type': 'text/html; charset=UTF-8', 'Content-Length': body.length})
  response.end(body)
})
server.keepAliveTimeout = 60_000
server.listen(socket, () => chmodSync(socket, 0o666))
