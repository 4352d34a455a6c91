/**
 * The table of pages, a `map` by $fastcgi_script_name. A plain key is found by its hash, but nginx makes it lower case
 * (map, "Strings are matched ignoring the case"), so its value repeats the name and a second map compares them.
 */
import type {Lane} from '../../routes/lanes.ts'
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import type {Site} from '../site.ts'
import {quoteRegex} from './quote.ts'

/**
 * The longest key that fits into a bucket of `map_hash_bucket_size` where that is what it usually is, 64; nginx does not
 * start with a longer one. We can't raise it: nginx refuses the directive after the first `map` of the user.
 */
const LONGEST_KEY = 46

/** The longest text in quotes that nginx reads (NGX_CONF_BUFFER), quotes included. */
const LONGEST_TOKEN = 4000

/** A page with its entry. */
interface Entry {
  route: Route
  lane: Lane
  /** Whether it is found by its hash; else it is a regular expression, and all of those are tried in turn. */
  isHashed: boolean
}

/** The lines of the table. */
export function pageTable(site: Site): string[] {
  return entriesOf(site).map((entry) => {
    const {route, lane, isHashed} = entry
    return isHashed
      ? `  "/${route.file}" "${lane.name}:/${route.file}";`
      : `  ${patternOf(entry)} "${lane.name}:$fastcgi_script_name";`
  })
}

/** Pages that nginx can't be told of. */
export function pageRefusals(site: Site): Notice[] {
  return entriesOf(site)
    .filter((entry) => !entry.isHashed && patternOf(entry).length > LONGEST_TOKEN)
    .map(({route: {page}}) => ({
      code: 'LINE_TOO_LONG',
      page,
      reason: `The path takes an expression of more than ${LONGEST_TOKEN} bytes, the longest that nginx reads`,
      remedy: 'Give the page or its folders shorter names',
    }))
}

/** From here on the expressions that are tried one after the other are felt. */
const MANY_PATTERNS = 500

/** What the size of the table costs. */
export function pageWarnings(site: Site): Notice[] {
  const patterns = entriesOf(site).filter(({isHashed}) => !isHashed).length
  if (patterns <= MANY_PATTERNS) return []
  return [
    {
      code: 'MANY_PATTERNS',
      reason: `${patterns} pages have paths of more than ${LONGEST_KEY} bytes or with other characters than \`A-Z a-z 0-9 _ . / -\`: nginx compares every request for PHP with each of them`,
      remedy: 'Expect a small cost for each PHP request, none for static files',
    },
  ]
}

function patternOf({route}: Entry): string {
  return `"~^/${quoteRegex(route.file)}$"`
}

function entriesOf({lanes}: Site): Entry[] {
  const all = lanes.flatMap((lane) => lane.routes.map((route) => ({route, lane})))
  const spellings = new Map<string, number>()
  for (const {route} of all) spellings.set(lower(route), (spellings.get(lower(route)) ?? 0) + 1)
  return all.map(({route, lane}) => ({
    route,
    lane,
    isHashed: isPlain(route) && spellings.get(lower(route)) === 1,
  }))
}

function lower({file}: Route): string {
  return file.toLowerCase()
}

function isPlain({file}: Route): boolean {
  return /^[A-Za-z0-9_./-]+$/.test(file) && file.length + 1 <= LONGEST_KEY
}
