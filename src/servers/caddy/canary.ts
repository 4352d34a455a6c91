/** Which visitors are in a canary, and from lanes to addresses. */
import type {Lane} from '../../routes/lanes.ts'
import type {Address} from '../address.ts'
import type {Site} from '../site.ts'
import {placeholders} from './names.ts'

/** Something that canaries ask for: where Caddy finds it, and what it has to be. */
interface Question {
  placeholder: string
  answer: string
}

/** What all canaries ask for, each once. */
function asked({lanes}: Pick<Site, 'lanes'>): Question[] {
  const all = new Map(lanes.flatMap(askedBy).map((question) => [keyOf(question), question]))
  return [...all.keys()].sort().flatMap((key) => all.get(key) ?? [])
}

/** The cookies are read as a whole: `{http.request.cookie.ts}` is also the value of a cookie `TS`. */
function askedBy({canary}: Lane): Question[] {
  const {cookie, header} = canary ?? {}
  return [
    ...(cookie === undefined
      ? []
      : [{placeholder: '{http.request.header.Cookie}', answer: `"~(?:^|;\\s*)${cookie}=1\\s*(?:;|$)"`}]),
    ...(header === undefined ? [] : [{placeholder: `{http.request.header.${header}}`, answer: '1'}]),
  ]
}

function keyOf({placeholder, answer}: Question): string {
  return `${placeholder} ${answer}`
}

/** Maps that make `in` or `out` of what visitors send, so that nothing of theirs stands beside a lane. */
export function questions(site: Site): string[] {
  return asked(site).flatMap(({placeholder, answer}, index) => [
    `map ${placeholder} ${placeholders(site).question(index + 1)} {`,
    `\t${answer} in`,
    '\tdefault out',
    '}',
  ])
}

/** The map from the lane of a page, and the answers to the questions, to an address. */
export function lanesMap(site: Site): string[] {
  const {lane: laneOfPage, pool, question} = placeholders(site)
  const all = asked(site)
  const source = [laneOfPage, ...all.map((_, index) => question(index + 1))].join(' ')
  return [
    '# Who answers.',
    `map ${all.length === 0 ? source : `"${source}"`} ${pool} {`,
    ...site.lanes.map((lane) => `\t${patternOf(lane, all)} ${dialled(addressOf(site, lane))}`),
    ...(site.php ? [`\tdefault ${dialled(site.php)}`] : []),
    '}',
  ]
}

function patternOf(lane: Lane, all: readonly Question[]): string {
  const name = lane.name.replaceAll('.', '\\.')
  if (lane.canary === undefined) return all.length === 0 ? lane.name : `"~^${name} "`
  const ways = askedBy(lane).map((question) => {
    const before = all.findIndex((each) => keyOf(each) === keyOf(question))
    const after = all.length - before - 1
    return `${'(?:in|out) '.repeat(before)}in${' (?:in|out)'.repeat(after)}`
  })
  return `"~^${name} (?:${ways.join('|')})$"`
}

function addressOf({backends}: Site, {backend}: Lane): Address {
  const address = backends.get(backend)
  if (address === undefined) throw new Error(`no backend ${backend}`)
  return address
}

function dialled(address: Address): string {
  return 'socket' in address ? `unix/${address.socket}` : `${address.host}:${address.port}`
}
