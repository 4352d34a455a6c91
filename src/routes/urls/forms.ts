/** From a page to the URLs on which visitors reach it. */
import type {PagePath} from '../../page.ts'
import {escapePath, fileBytes} from './bytes.ts'
import {resolveUrl} from './resolve.ts'
import type {RewriteRule} from './rewrite-rule.ts'
import {parentOf, type RoutedSite} from './routed-site.ts'
import {asksForQuery, groupsFor, queriesOf, type RuleUrl, urlsOfRule} from './rule-urls.ts'
import type {Resolution, UrlForm, UrlOutcome, UrlStep} from './types.ts'

/**
 * Every form of URL under which a visitor reaches the page, the plainest first: its own path, as index of a directory,
 * by aliases, by rewrite rules, with PATH_INFO, and in the place of what is missing. Each was tried on {@link resolveUrl};
 * one without an example may lead there, by its rule.
 */
export function urlForms(page: PagePath, site: RoutedSite): UrlForm[] {
  const path = fileBytes(page)
  const forms = new FormList(page, site)
  const own = `/${escapePath(path)}`
  const urls = [own, ...throughAliases(path, site)]
  for (const url of urls) forms.tryUrl(url)
  for (const url of prefixesOf(parentOf(path), site)) forms.tryUrl(url)
  for (const form of formsOfSite(site).get(page) ?? []) forms.add(form)
  for (const {rule, directory} of rulesOf(site)) forms.tryRule(rule, directory)
  for (const url of urls) for (const path of PATHS) forms.tryUrl(`${url}${path}`, `${url}/{path}`)
  return forms.inOrder()
}

/** What may follow a page's name; rules may take one and leave the other. */
const PATHS = ['/example', '/', '/1', '/example/1/']

/** What tells the ways to a page apart: the alias, and the first step after it. */
export function wayOf(via: readonly UrlStep[]): string {
  const [first, second] = via
  const alias = first?.how === 'alias' ? first.url : ''
  const step = first?.how === 'alias' ? second : first
  if (!step) return `${alias} own`
  return step.how === 'rewrite' ? `${alias} ${step.file}:${step.line}` : `${alias} ${step.how}`
}

type PageOutcome = Extract<UrlOutcome, {kind: 'page'}>

class FormList {
  private readonly page: PagePath
  private readonly site: RoutedSite
  private readonly known = new Map<string, UrlForm>()

  constructor(page: PagePath, site: RoutedSite) {
    this.page = page
    this.site = site
  }

  tryUrl(url: string, template = url): void {
    for (const query of queriesOfSite(this.site)) {
      const resolution = resolveUrl(url + query, this.site)
      for (const outcome of resolution.outcomes)
        if (outcome.kind === 'page' && outcome.page === this.page)
          this.add(formOf(template + query, url + query, outcome, resolution))
    }
  }

  /** URLs that the rule turns into this very page. */
  tryRule(rule: RewriteRule, directory: string): void {
    const path = fileBytes(this.page)
    if (!rule.output || rule.flags.redirect || rule.flags.proxy) return
    const below = directory === '' ? path : path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined
    const groups = (below !== undefined && groupsFor(rule.output, below)) || groupsFor(rule.output, `/${path}`)
    if (!groups) return
    const urls = urlsOfRule(rule, groups)
    for (const prefix of prefixesOf(directory, this.site)) {
      let isFound = false
      for (const ruleUrl of urls) {
        for (const form of tried(ruleUrl, prefix, rule, this.site).get(this.page) ?? []) {
          this.add(form)
          isFound = true
        }
      }
      const [first] = urls
      if (isFound || !first || prefix !== prefixesOf(directory, this.site)[0]) continue
      this.add({url: prefix + first.template, via: [{how: 'rewrite', ...rule.place}], isCertain: false})
    }
  }

  /** Of a way with several URLs the first that was found is kept; one that was tried is worth more. */
  add(form: UrlForm): void {
    const isRewritten = form.via.some(({how}) => how === 'rewrite')
    const key = `${wayOf(form.via)}${isRewritten ? '' : ` ${form.url.replace(/\?.*/s, '')}`}`
    const before = this.known.get(key)
    if (!before || (before.example === undefined && form.example !== undefined)) this.known.set(key, form)
  }

  inOrder(): UrlForm[] {
    return [...this.known.values()].sort((a, b) => rank(a) - rank(b))
  }
}

function rank({via, example}: UrlForm): number {
  const [first] = via
  const order = [undefined, 'index', 'rewrite', 'alias', 'path-info', 'fallback', 'error'].indexOf(first?.how)
  return order + (example === undefined ? 10 : 0)
}

function formOf(url: string, example: string, {via}: PageOutcome, {outcomes, depends}: Resolution): UrlForm {
  return {url, example, via, isCertain: outcomes.length === 1 && depends.length === 0}
}

function throughAliases(path: string, {aliases}: RoutedSite): string[] {
  return aliases.flatMap(({url, to}) => {
    if (to === null || (to !== '' && !path.startsWith(`${to}/`))) return []
    return `${escapePath(url.replace(/\/$/, ''))}/${escapePath(to === '' ? path : path.slice(to.length + 1))}`
  })
}

/** URLs of a directory, with a slash at their end: its own first, then those by aliases. */
function prefixesOf(directory: string, site: RoutedSite): string[] {
  const own = directory === '' ? '/' : `/${escapePath(directory)}/`
  const others = throughAliases(directory === '' ? '' : `${directory}/`, site)
  return [own, ...others]
}

/** The rules of every directory that has an `.htaccess`, and of which directory they are. */
function rulesOf(site: RoutedSite): {rule: RewriteRule; directory: string}[] {
  return site.configured.flatMap((configured) => {
    const directory = fileBytes(configured)
    const {rewrite} = site.configOf(directory)
    const isOwn = rewrite?.isOn && fileBytes(rewrite.directory) === directory
    return isOwn ? rewrite.rules.map((rule) => ({rule, directory})) : []
  })
}

/** What the example of a rule leads to, by page. */
function tried({url, template}: RuleUrl, prefix: string, {place}: RewriteRule, site: RoutedSite): Map<PagePath, UrlForm[]> {
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
function formsOfSite(site: RoutedSite): ReadonlyMap<PagePath, UrlForm[]> {
  const known = ofSites.get(site)
  if (known) return known
  const forms = new Map<PagePath, UrlForm[]>()
  for (const directory of new Set([...site.directories, ...site.configured]))
    for (const url of prefixesOf(fileBytes(directory), site)) addOutcomes(forms, url, url, site)
  for (const {rule, directory} of rulesOf(site)) {
    for (const prefix of prefixesOf(directory, site))
      for (const ruleUrl of urlsOfRule(rule))
        for (const [page, found] of tried(ruleUrl, prefix, rule, site)) for (const form of found) put(forms, page, form)
  }
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
        put(forms, outcome.page, {url: template + query, example: url, via, isCertain: resolution.outcomes.length === 1})
      }
    }
  }
}

const queriesOfSites = new WeakMap<RoutedSite, readonly string[]>()

/** Queries that make a difference to the rules of a site; none is always among them, and first. */
function queriesOfSite(site: RoutedSite): readonly string[] {
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
