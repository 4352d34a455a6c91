/** Reads a CGI response (RFC 3875, section 6) that comes in pieces: its head first, then the body as a stream. */
import {BodyQueue, type Pausable} from '../body-queue.ts'
import type {PageResponse} from '../run-page.ts'

/** No PHP sends more in headers. */
const LARGEST_HEAD = 1024 * 1024

/** Takes the output of a CGI program and gives the answer in it as soon as its head is complete. */
export class CgiResponse {
  /** Rejects when the output ends or breaks off inside the head. */
  readonly answer: Promise<PageResponse>
  readonly #body: BodyQueue
  #head: Buffer = Buffer.alloc(0)
  #isInBody = false
  #resolve: (answer: PageResponse) => void = () => undefined
  #reject: (error: Error) => void = () => undefined

  /** The connection is paused while nobody reads the body. */
  constructor(connection: Pausable) {
    this.#body = new BodyQueue(connection)
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Whoever waits for the answer learns of it; before that nobody need.
    this.answer.catch(() => undefined)
  }

  push(output: Buffer): void {
    if (this.#isInBody) {
      this.#body.push(output)
      return
    }
    this.#head = this.#head.length === 0 ? output : Buffer.concat([this.#head, output])
    const end = headEnd(this.#head)
    if (end === undefined) {
      if (this.#head.length > LARGEST_HEAD) this.fail(new Error('PHP sent no end of its headers'))
      return
    }
    this.#isInBody = true
    const body = this.#head.subarray(end)
    if (body.length > 0) this.#body.push(body)
    this.#resolve({...parseHead(this.#head.toString('latin1', 0, end)), body: this.#body})
  }

  end(): void {
    if (!this.#isInBody) this.#reject(new Error('PHP sent no answer'))
    this.#body.end()
  }

  fail(error: Error): void {
    this.#reject(error)
    this.#body.fail(error)
  }
}

/** Where the body begins: after the first empty line. */
function headEnd(bytes: Buffer): number | undefined {
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3
  }
  return undefined
}

function parseHead(text: string): Pick<PageResponse, 'status' | 'headers'> {
  let status: number | undefined
  const headers: [string, string][] = []
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon)
    const value = line.slice(colon + 1).trim()
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10) || undefined
    else headers.push([name, value])
  }
  return {status, headers}
}
