/** One request after the other to a real server, and what is wrong with the answers once pages have moved. */
import type {Echo} from '../support/fcgi-echo.ts'
import {type Answer, headerValues, type Request, send} from '../support/http.ts'
import {differences} from '../support/same-answer.ts'
import {movedFiles, reported} from './site.ts'
import {requests as allRequests} from './urls.ts'

/** What else than the usual is expected. */
interface Expected {
  /** The files that moved. */
  moved?: readonly string[]
  /** Requests for moved pages that a server is known to leave to PHP. */
  stays?: (request: Request) => boolean
}

/** The answers to all requests. */
export async function sweep(
  server: {port: number},
  requests: readonly Request[] = allRequests,
): Promise<Map<Request, Answer>> {
  const answers = new Map<Request, Answer>()
  for (const request of requests) {
    const answer = await send(server, request).catch((cause) => {
      throw new Error(`${request.method ?? 'GET'} ${request.target}`, {cause})
    })
    answers.set(request, answer)
  }
  return answers
}

/** Where an answer is not what it must be: TypeScript's for a moved page, with what PHP was told; else as before. */
export function wrongAnswers(
  before: Map<Request, Answer>,
  after: Map<Request, Answer>,
  documentRoot: string,
  {moved: movedOnes = movedFiles, stays = () => false}: Expected = {},
): string[] {
  return [...before].flatMap(([request, was]) => {
    const now = answerTo(after, request)
    const file = fileOf(was)
    const moved = movedOnes.some((name) => file === `${documentRoot}/${name}`) && !stays(request)
    const wrong = moved ? differentReports(request, was, now) : differences(was, now)
    if (now.body.includes('SECRET') && !was.body.includes('SECRET')) wrong.push('shows PHP source')
    return wrong.map((problem) => `${request.method ?? 'GET'} ${request.target}: ${problem}`)
  })
}

function differentReports(request: Request, was: Answer, now: Answer): string[] {
  const wrong: string[] = []
  if (was.status !== now.status) wrong.push(`status ${was.status} → ${now.status}`)
  if (sideOf(now) !== 'typescript') wrong.push(`answered by ${sideOf(now) ?? 'Apache'}`)
  if (request.method === 'HEAD' || wrong.length > 0) return wrong
  const [php, typescript] = [reportOf(was), reportOf(now)]
  for (const name of reported) {
    const [left, right] = [php?.params[name] ?? '', typescript?.params[name] ?? '']
    if (left !== right) wrong.push(`${name}: ${left} → ${right}`)
  }
  if (php?.body !== typescript?.body) wrong.push('another request body')
  return wrong
}

/** Who answered: `php`, `typescript`, or the web server alone. */
export function sideOf(answer: Answer): string | undefined {
  return headerValues(answer, 'x-side')[0]
}

/** The file that PHP ran. */
function fileOf(answer: Answer): string {
  return Buffer.from(headerValues(answer, 'x-file')[0] ?? '', 'hex').toString('utf8')
}

/** What the page was told, from either side; PHP writes it in hexadecimal, and Apache puts the worker before the file. */
function reportOf(answer: Answer): Echo | undefined {
  const side = sideOf(answer)
  if (side === undefined || answer.body.length === 0) return undefined
  const {params, body}: Echo = JSON.parse(answer.body.toString('utf8'))
  const plain = (text: string): string => (side === 'php' ? Buffer.from(text, 'hex').toString('latin1') : text)
  const decoded = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)]))
  const file = decoded.SCRIPT_FILENAME?.replace(/^proxy:[a-z]+:\/\/[^/]*/, '') ?? ''
  return {params: {...decoded, SCRIPT_FILENAME: file}, body: plain(body)}
}

/** The answer to a request of the sweep. */
export function answerTo(answers: Map<Request, Answer>, request: Request): Answer {
  const answer = answers.get(request)
  if (!answer) throw new Error(`no answer to ${request.target}`)
  return answer
}
