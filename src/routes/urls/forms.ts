/** From a page to the URLs on which visitors reach it. */
import type {PagePath} from '../../page.ts'
import {escapePath, fileBytes} from './bytes.ts'
import {resolveUrl} from './resolve.ts'
import type {RewriteRule} from './rewrite-rule.ts'
import {parentOf, type RoutedSite} from './routed-site.ts'
import {groupsFor, urlsOfRule} from './rule-urls.ts'
import {formOf, formsOfSite, prefixesOf, queriesOfSite, rulesOf, throughAliases, tried} from './site-forms.ts'
import type {UrlForm, UrlStep} from './types.ts'

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
    const below =
      directory === '' ? path : path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined
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

  /** Of a way with several URLs one is kept. */
  add(form: UrlForm): void {
    const isRewritten = form.via.some(({how}) => how === 'rewrite')
    const key = `${wayOf(form.via)}${isRewritten ? '' : ` ${form.url.replace(/\?.*/s, '')}`}`
    const before = this.known.get(key)
    if (!before || isBetter(form, before)) this.known.set(key, form)
  }

  inOrder(): UrlForm[] {
    return [...this.known.values()].sort((a, b) => rank(a) - rank(b))
  }
}

/** One that was tried is worth more, then one that is shorter on its way; else the first. */
function isBetter(form: UrlForm, before: UrlForm): boolean {
  if (form.example === undefined || before.example === undefined)
    return form.example !== before.example && before.example === undefined
  return form.via.length < before.via.length
}

function rank({via, example}: UrlForm): number {
  const [first] = via
  const order = [undefined, 'index', 'rewrite', 'alias', 'path-info', 'fallback', 'error'].indexOf(first?.how)
  return order + (example === undefined ? 10 : 0)
}
