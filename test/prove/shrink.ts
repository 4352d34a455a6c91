/** Makes a failing case small: less is left out again and again, as long as it still fails. */
import type {Request} from '../support/http.ts'
import type {ProofCase} from './site.ts'
import {foldersOf} from './site.ts'

/**
 * @param fails whether a case still fails
 * @param deadline when to stop, as `Date.now()` counts; what is smallest until then is given
 */
export async function shrinkCase(
  start: ProofCase,
  fails: (smaller: ProofCase) => Promise<boolean>,
  deadline: number,
): Promise<ProofCase> {
  let smallest = start
  for (let changed = true; changed; ) {
    changed = false
    for (const candidate of smallerCases(smallest)) {
      if (Date.now() > deadline) return smallest
      if (!(await fails(candidate).catch(() => false))) continue
      smallest = candidate
      changed = true
      break
    }
  }
  return smallest
}

/** The big steps first: halves of lists, then single members, then the request. */
function* smallerCases(proofCase: ProofCase): Generator<ProofCase> {
  const {site, moved, requests} = proofCase
  const withSite = (part: Partial<ProofCase['site']>): ProofCase => ({...proofCase, site: {...site, ...part}})
  for (const rules of without(site.rules)) yield withSite({rules})
  for (const smaller of without(moved)) if (smaller.length > 0) yield {...proofCase, moved: smaller}
  for (const files of without(site.files)) {
    // What moved must be there, and a folder with a rule or a link must be, too.
    const folders = new Set(foldersOf({files}))
    const isUsed =
      moved.some(({file}) => !files.includes(file)) ||
      site.rules.some((rule) => 'folder' in rule && rule.folder && !folders.has(rule.folder))
    if (!isUsed) yield withSite({files})
  }
  if (site.links.length > 0) for (const links of without(site.links)) yield withSite({links})
  if (site.outside.length > 0) yield withSite({outside: []})
  for (const [index, {file, canary}] of moved.entries()) {
    if (canary) yield {...proofCase, moved: moved.with(index, {file})}
  }
  for (const [index, request] of requests.entries()) {
    for (const smaller of smallerRequests(request)) yield {...proofCase, requests: requests.with(index, smaller)}
  }
}

function* smallerRequests(request: Request): Generator<Request> {
  const {target, headers = [], body, method} = request
  if (body !== undefined && body.length > 100 && !headers.some(([name]) => name === 'Transfer-Encoding'))
    yield {
      ...request,
      body: Buffer.from(body as string)
        .toString()
        .replace(/x{50,}/g, 'x'),
    }
  if (body !== undefined) yield {target, ...(method ? {method} : {})}
  if (method !== undefined && body === undefined) yield {target, ...(headers.length > 0 ? {headers} : {})}
  for (const fewer of without(headers)) {
    if (body === undefined) yield {...(method ? {method} : {}), target, ...(fewer.length > 0 ? {headers: fewer} : {})}
  }
  const query = target.indexOf('?')
  if (query >= 0) yield {...request, target: target.slice(0, query)}
  const plain = [target.replace(/^https?:\/\/[^/]*/i, ''), target.replaceAll('//', '/'), target.replaceAll('/./', '/')]
  for (const simpler of plain) if (simpler !== target && simpler !== '') yield {...request, target: simpler}
  const decoded = target.replace(/%([0-9a-f]{2})/gi, (code, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9_.-]/.test(character) ? character : code
  })
  if (decoded !== target) yield {...request, target: decoded}
}

/** A list without each half, then without each member. */
function* without<Member>(list: readonly Member[]): Generator<Member[]> {
  if (list.length === 0) return
  if (list.length > 3) {
    const half = Math.ceil(list.length / 2)
    yield list.slice(half)
    yield list.slice(0, half)
  }
  for (let index = 0; index < list.length; index++) yield list.toSpliced(index, 1)
}
