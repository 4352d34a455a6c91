/** Forms of URLs that the site has at large: its directories, its rules, what stands in for what is missing. */
import type {PagePath} from '../../page.ts'
import {escapePath, fileBytes} from './bytes.ts'
import {resolveUrl} from './resolve.ts'
import type {RewriteRule} from './rewrite-rule.ts'
import type {RoutedSite} from './routed-site.ts'
import {asksForQuery, queriesOf, type RuleUrl, urlsOfRule} from './rule-urls.ts'
import type {Resolution, UrlForm, UrlOutcome, UrlStep} from './types.ts'

type PageOutcome = Extract<UrlOutcome, {kind: 'page'}>

/** The form of a URL that was tried. */
export function formOf(url: string, example: string, {via}: PageOutcome, {outcomes, depends}: Resolution): UrlForm {
  return {url, example, via, isCertain: outcomes.length === 1 && depends.length === 0}
}

/** URLs of a path by the aliases that lead above it. */
export function throughAliases(path: string, {aliases}: RoutedSite): string[] {
  return aliases.flatMap(({url, to}) => {
    if (to === null || (to !== '' && !path.startsWith(`${to}/`))) return []
    return `${escapePath(url.replace(/\/$/, ''))}/${escapePath(to === '' ? path : path.slice(to.length + 1))}`
  })
}

/** URLs of a directory, with a slash at their end: its own first, then those by aliases. */
export function prefixesOf(directory: string, site: RoutedSite): string[] {
  const own = directory === '' ? '/' : `/${escapePath(directory)}/`
  const others = throughAliases(directory === '' ? '' : `${directory}/`, site)
  return [own, ...others]
}

/** The rules of every directory that has an `.htaccess`, and of which directory they are. */
export function rulesOf(site: RoutedSite): {rule: RewriteRule; directory: string}[] {
  return site.configured.flatMap((configured) => {
    const directory = fileBytes(configured)
    const {rewrite} = site.configOf(directory)
    const isOwn = rewrite?.isOn && fileBytes(rewrite.directory) === directory
    return isOwn ? rewrite.rules.map((rule) => ({rule, directory})) : []
  })
}

/** What the example of a rule leads to, by page. */
export function tried(
  {url, template}: RuleUrl,
  prefix: string,
  {place}: RewriteRule,
  site: RoutedSite,
): Map<PagePath, UrlForm[]> {
  const isAbsolute = url.startsWith('/')
  const example = isAbsolute ? url : prefix + url
  const resolution = resolveUrl(example, site)
  const found = new Map<PagePath, UrlForm[]>()
  for (const outcome of resolution.outcomes) {
    if (outcome.kind !== 'page') continue
    const first = outcome.via.find((step) => step.how === 'rewrite')
    if (first?.how !== 'rewrite' || first.file !== place.file || first.line !== place.line) continue
    put(found, outcome.page, formOf(prefix + template, example, outcome, resolution))
  }
  return found
}

function put(forms: Map<PagePath, UrlForm[]>, page: PagePath, form: UrlForm): void {
  const list = forms.get(page)
  if (list) list.push(form)
  else forms.set(page, [form])
}

/** Names that no file has; rules may take one and leave the other. */
const MISSING = ['example', 'example/1', 'example.html', 'EXAMPLE-1']

const ofSites = new WeakMap<RoutedSite, ReadonlyMap<PagePath, UrlForm[]>>()

/** What directories, rules and what stands in for missing files lead to, by page; worked out once for a site. */
export function formsOfSite(site: RoutedSite): ReadonlyMap<PagePath, UrlForm[]> {
  const known = ofSites.get(site)
  if (known) return known
  const forms = new Map<PagePath, UrlForm[]>()
  for (const {rule, directory} of rulesOf(site)) {
    for (const prefix of prefixesOf(directory, site))
      for (const ruleUrl of urlsOfRule(rule))
        for (const [page, found] of tried(ruleUrl, prefix, rule, site)) for (const form of found) put(forms, page, form)
  }
  for (const directory of new Set([...site.directories, ...site.configured]))
    for (const url of prefixesOf(fileBytes(directory), site)) addOutcomes(forms, url, url, site)
  const standingIn = site.directories.filter((directory) => site.configOf(fileBytes(directory)).fallback)
  const directories = ['', ...site.configured, ...standingIn]
  const prefixes = directories.flatMap((directory) => prefixesOf(fileBytes(directory), site))
  const others = site.aliases.map(({url}) => `${escapePath(url.replace(/\/$/, ''))}/`)
  for (const url of new Set([...prefixes, ...others]))
    for (const name of MISSING) addOutcomes(forms, `${url}${name}`, `${url}…`, site)
  ofSites.set(site, forms)
  return forms
}

function addOutcomes(forms: Map<PagePath, UrlForm[]>, path: string, template: string, site: RoutedSite): void {
  for (const query of queriesOfSite(site)) {
    const url = path + query
    const resolution = resolveUrl(url, site)
    for (const outcome of resolution.outcomes) {
      if (outcome.kind === 'page') put(forms, outcome.page, formOf(template + query, url, outcome, resolution))
      else if (outcome.kind === 'error' && outcome.page !== undefined) {
        const via: UrlStep[] = [{how: 'error', status: outcome.status}]
        put(forms, outcome.page, {
          url: template + query,
          example: url,
          via,
          isCertain: resolution.outcomes.length === 1,
        })
      }
    }
  }
}

const queriesOfSites = new WeakMap<RoutedSite, readonly string[]>()

/** Queries that make a difference to the rules of a site; none is always among them, and first. */
export function queriesOfSite(site: RoutedSite): readonly string[] {
  const known = queriesOfSites.get(site)
  if (known) return known
  const asked = rulesOf(site).filter(({rule}) => asksForQuery(rule))
  const queries = ['', ...(asked.length > 0 ? ['?example=1'] : []), ...asked.flatMap(({rule}) => queriesOf(rule))]
  const some = [...new Set(queries)].slice(0, MOST_QUERIES)
  queriesOfSites.set(site, some)
  return some
}

/** Queries that each URL is tried with. */
const MOST_QUERIES = 6
