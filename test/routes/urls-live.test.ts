/** What is said of URLs, held against a real Apache: sites and request targets at random. */
import {readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {resolveUrl} from '../../src/routes/urls/resolve.ts'
import {routedSite} from '../../src/routes/urls/routed-site.ts'
import type {Resolution, UrlOutcome} from '../../src/routes/urls/types.ts'
import {type Apache, startApache} from '../support/apache.ts'
import {makeDirectory, writeFiles} from '../support/directory.ts'
import {type Answer, headerValues, send} from '../support/http.ts'
import {describeWith} from '../support/programs.ts'
import {type RandomSite, randomSite, randomTarget, siteToRoute} from './urls/random-site.ts'

/** How many sites, and URLs of each; more for a run by hand: `URL_SITES=400 URL_SEED=7`. */
const SITES = Number(process.env.URL_SITES ?? 25)
const TARGETS = 50
const SEED = Number(process.env.URL_SEED ?? 1)

const TELLING = `<?php
header('X-Told: ' . bin2hex(json_encode(array_map('bin2hex', [
  $_SERVER['SCRIPT_FILENAME'], $_SERVER['SCRIPT_NAME'], $_SERVER['PATH_INFO'] ?? '', $_SERVER['QUERY_STRING'] ?? ''
]))));
`

describeWith(['apache', 'mod_php'], 'URLs under a real Apache', () => {
  const folder = makeDirectory('urls')
  const documentRoot = join(folder.path, 'www')
  let apache: Apache

  beforeAll(async () => {
    writeFiles(documentRoot, {'index.php': ''})
    writeFiles(folder.path, {'out/index.php': TELLING})
    const serverConfig = `Alias /alias "${documentRoot}"\nAlias /old "${documentRoot}/admin"\nAlias /out "${folder.path}/out"\n<Directory "${folder.path}/out">\nRequire all granted\n</Directory>`
    apache = await startApache({mpm: 'prefork', php: 'module', documentRoot, serverConfig})
  })
  afterAll(async () => {
    await apache?.stop()
    folder.remove()
  })

  test('go where it is said, wherever that claims to know', {timeout: 3_600_000}, async () => {
    const sites = fc.sample(randomSite, {numRuns: SITES, seed: SEED})
    const counts = {certain: 0, conditional: 0, unknown: 0, pages: 0}
    const wrong: string[] = []
    for (const [index, site] of sites.entries()) {
      for (const name of readdirSync(documentRoot)) rmSync(join(documentRoot, name), {recursive: true})
      writeFiles(documentRoot, Object.fromEntries(Object.entries(site).map(([file, text]) => [file, text || TELLING])))
      const routed = routedSite(siteToRoute(site, documentRoot))
      for (const target of fc.sample(randomTarget(site), {numRuns: TARGETS, seed: SEED + index})) {
        const said = resolveUrl({target, host: `localhost:${apache.port}`, https: false}, routed)
        const answer = await send(apache, {target})
        const claim = count(counts, said)
        if (!said.outcomes.some((outcome) => agrees(outcome, answer, documentRoot)) && claim !== 'unknown')
          wrong.push(`${describeSite(site)}\n${target}\n  said ${JSON.stringify(said)}\n  was ${describe(answer)}`)
        if (wrong.length > 5) break
      }
      if (wrong.length > 5) break
    }
    if (process.env.URL_SITES) console.log(counts)
    expect(wrong.join('\n\n')).toBe('')
    expect(counts.pages).toBeGreaterThan(SITES)
    expect(counts.certain).toBeGreaterThan(counts.conditional + counts.unknown)
  })
})

function count(counts: Record<'certain' | 'conditional' | 'unknown' | 'pages', number>, said: Resolution): string {
  const isUnknown =
    said.outcomes.some(({kind}) => kind === 'unknown') ||
    said.depends.some(({because}) => !because.startsWith('it depends'))
  const claim = isUnknown ? 'unknown' : said.outcomes.length > 1 ? 'conditional' : 'certain'
  counts[claim]++
  if (said.outcomes.some(({kind}) => kind === 'page')) counts.pages++
  return claim
}

/** What PHP told of the request, when it ran: the file, SCRIPT_NAME, PATH_INFO, QUERY_STRING. */
function told(answer: Answer): string[] | undefined {
  const [hex] = headerValues(answer, 'x-told')
  if (hex === undefined) return undefined
  return JSON.parse(Buffer.from(hex, 'hex').toString()).map((part: string) =>
    Buffer.from(part, 'hex').toString('latin1'),
  )
}

function agrees(outcome: UrlOutcome, answer: Answer, documentRoot: string): boolean {
  const php = told(answer)
  const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
  const isShown = (page: string | undefined): boolean =>
    php?.[0] === (page === undefined ? undefined : latin1(`${documentRoot}/${page}`))
  switch (outcome.kind) {
    case 'page': {
      const expected = [latin1(`${documentRoot}/${outcome.page}`), outcome.scriptName, outcome.pathInfo, outcome.query]
      return answer.status === 200 && JSON.stringify(php) === JSON.stringify(expected)
    }
    case 'static':
      return answer.status === 200 && php === undefined
    case 'directory':
      return php === undefined || isShown(outcome.page) ? [200, 403, 404].includes(answer.status) : false
    case 'redirect':
      return (
        answer.status === outcome.status &&
        (outcome.location === undefined || locationsOf(answer).includes(outcome.location))
      )
    case 'error':
      return answer.status === outcome.status && isShown(outcome.page)
    case 'elsewhere':
      return php === undefined || php[0]?.includes('/out/') === true
    case 'unknown':
      return false
    default:
      return outcome satisfies never
  }
}

/** With the name of the server, and without. */
function locationsOf(answer: Answer): string[] {
  const [location = ''] = headerValues(answer, 'location')
  return [location, location.replace(/^http:\/\/[^/]*(?=\/)/, '')]
}

function describe(answer: Answer): string {
  return `${answer.status} ${locationsOf(answer)[0]} ${JSON.stringify(told(answer) ?? answer.body.toString().slice(0, 60))}`
}

function describeSite(site: RandomSite): string {
  const settings = Object.entries(site).filter(([file]) => file.endsWith('.htaccess'))
  return [Object.keys(site).join(' | '), ...settings.map(([file, text]) => `--- ${file}\n${text}`)].join('\n')
}
