/** The visitors of the bookshop: what they ask for, in which order, and what they must get. */
import {readdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {postForm, postMultipart} from '../support/body.ts'
import type {Answer, Request} from '../support/http.ts'
import {newVisitor} from '../support/visitor.ts'

/** One request of the list. Visitors of one session share a cookie jar; the others come without cookies. */
interface Visit {
  name: string
  method: string
  path: string
  session?: string
  /** `user:password` for Basic auth. */
  auth?: string
  form?: Record<string, string>
  multipart?: {name: string; value?: string; filename?: string; type?: string; content?: string}[]
  expectStatus: number
  expectContains?: string
}

/** All requests, in their order: carts fill, orders are placed, books are edited. */
export const VISITS: readonly Visit[] = JSON.parse(
  readFileSync(new URL('./bookshop-requests.json', import.meta.url), 'utf8'),
)

/** Makes every visit in order, and gives the answers by the name of the visit. */
export async function visitAll(server: {port: number}): Promise<Map<string, Answer>> {
  const sessions = new Map<string, ReturnType<typeof newVisitor>>()
  const answers = new Map<string, Answer>()
  for (const visit of VISITS) {
    const visitor = sessions.get(visit.session ?? '') ?? newVisitor(server)
    if (visit.session !== undefined) sessions.set(visit.session, visitor)
    answers.set(visit.name, withoutClock(await visitor.send(requestOf(visit))))
  }
  return answers
}

/** Makes the shop as new: no orders, no uploads, no sessions, the database made anew by PHP at the first visit. */
export async function resetShop(server: {port: number; sessions: string}, docroot: string): Promise<void> {
  rmSync(join(docroot, 'data', 'shop.db'), {force: true})
  rmSync(join(docroot, 'data', '.lock'), {force: true})
  const uploads = join(docroot, 'data', 'uploads')
  for (const name of readdirSync(uploads)) if (name !== 'index.html') rmSync(join(uploads, name))
  for (const name of readdirSync(server.sessions)) {
    if (name.startsWith('sess_')) rmSync(join(server.sessions, name))
  }
  await newVisitor(server).send('/list.php')
}

/** Whether the visit is answered by index.php, book.php or admin/index.php, by whatever address. */
export function isOfPortedPage({path, auth}: Visit): boolean {
  if (/^\/admin\/(index\.php)?(\?|$)/.test(path)) return auth === 'admin:secret'
  return /^\/(index\.php|book\.php|books?\/)|^\/(\?|$)/.test(path)
}

function requestOf({method, path, auth, form, multipart}: Visit): Request {
  const body = form
    ? postForm(path, Object.entries(form))
    : multipart
      ? postMultipart(
          path,
          multipart.filter((part) => part.filename === undefined).map((part) => [part.name, part.value ?? '']),
          multipart
            .filter((part) => part.filename !== undefined)
            .map((part) => ({
              field: part.name,
              name: part.filename ?? '',
              type: part.type ?? '',
              contents: part.content ?? '',
            })),
        )
      : {target: path}
  const authorization = auth ? [['Authorization', `Basic ${Buffer.from(auth).toString('base64')}`] as const] : []
  return {...body, method, headers: [...(body.headers ?? []), ...authorization]}
}

/** Orders carry the minute in which they were placed; two runs of the list are minutes apart. */
function withoutClock(answer: Answer): Answer {
  const body = answer.body.toString('latin1').replace(/\d\d\.\d\d\.20\d\d \d\d:\d\d/g, 'DAY TIME')
  return {...answer, body: Buffer.from(body, 'latin1')}
}
