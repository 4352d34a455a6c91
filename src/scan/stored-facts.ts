/** A file's facts in the parts in which they are kept: few of them are needed for all files at once. */
import {type FileFacts, type PageInput, SITE_FACTS, type SiteFacts, type StoredFacts} from './types.ts'

const OF_SITE: ReadonlySet<string> = new Set(SITE_FACTS)

/** Facts as JSON, in parts. */
export function storedFacts(facts: FileFacts): StoredFacts {
  const site: Record<string, unknown> = {}
  const own: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (OF_SITE.has(name)) site[name] = value
    else own[name] = value
  }
  return {site: JSON.stringify(site), takes: JSON.stringify(inputsByKey(facts)), own: JSON.stringify(own)}
}

/** What the whole site needs of stored facts. Lists that are empty, most of them, are one and the same. */
export function siteFactsOf({site}: Pick<StoredFacts, 'site'>): SiteFacts {
  const facts = JSON.parse(site) as Record<string, unknown>
  for (const name of SITE_FACTS) {
    const value = facts[name]
    if (Array.isArray(value) && value.length === 0) facts[name] = NONE
  }
  return facts as unknown as SiteFacts
}

const NONE = Object.freeze([])

/** What a file takes: the first use of every key that it reads. */
function inputsByKey({inputs}: FileFacts): PageInput[] {
  const seen = new Map<string, PageInput>()
  for (const {source, key, line, access} of inputs) {
    if (access !== 'read' && access !== 'test') continue
    const name = `${source} ${key === null ? '' : `=${key}`}`
    if (!seen.has(name)) seen.set(name, {source, key, line})
  }
  return [...seen.values()]
}
