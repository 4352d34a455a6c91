/** The facts about one document root in one value that can be printed. */
import type {PagePath} from '../../page.ts'
import {isRewrittenByServer} from './directory-rewriting.ts'
import {hasModule} from './modules.ts'
import {overridesOf} from './overrides.ts'
import {phpWiring} from './php-wiring.ts'
import {protectionOfHost} from './protection.ts'
import {proxyOf} from './proxying.ts'
import {aliasOver, directoryIndexOf, optionsOf, passesAuthorization, settingOf} from './settings.ts'
import type {
  HostOverview,
  Place,
  PlacedText,
  ProtectingRule,
  ServerDirective,
  ServerFacts,
  ServerHost,
  ServerOverview,
} from './types.ts'

/** What some way of routing needs, or what says who gets in. */
const MODULES_OF_ROUTING = [
  'proxy',
  'proxy_fcgi',
  'proxy_http',
  'proxy_scgi',
  'proxy_balancer',
  'lbmethod_byrequests',
  'slotmem_shm',
  'rewrite',
  'setenvif',
  'actions',
  'cgi',
  'cgid',
  'headers',
  'dir',
  'authz_core',
  'authz_host',
  'access_compat',
  'php',
]

/** @param pages those whose protection is asked for */
export function overviewOf(facts: ServerFacts, pages: readonly PagePath[]): ServerOverview {
  return {
    documentRoot: facts.documentRoot,
    serverRoot: facts.serverRoot,
    files: [...facts.files],
    modules: Object.fromEntries(MODULES_OF_ROUTING.map((name) => [name, hasModule(facts, name)])),
    hosts: facts.hosts.map((host) => hostOverview(host, pages)),
    otherHosts: facts.otherHosts.map(({at, addresses, names, documentRoot}) => ({
      ...(at ? {at} : {}),
      addresses,
      names,
      documentRoot,
    })),
    problems: [...facts.problems],
  }
}

function hostOverview(host: ServerHost, pages: readonly PagePath[]): HostOverview {
  const {at, addresses, names, documentRoot, isTls, redirectsAll} = host
  const {directive, ...php} = phpWiring(host)
  const {from, certainty, ...allow} = overridesOf(host)
  const settings = ['mergeslashes', 'allowencodedslashes', 'accessfilename'].map((name) => settingOf(host, name))
  const authorization = passesAuthorization(host, 'index.php')
  return {
    ...(at ? {at} : {}),
    addresses,
    names,
    documentRoot,
    isTls,
    ...(redirectsAll ? {redirectsAll} : {}),
    php: {...php, ...(directive ? {at: placeOf(directive)} : {})},
    allowOverride: {...allow, certainty, from: from.map(placed)},
    options: optionsOf(host),
    directoryIndex: directoryIndexOf(host),
    settings: [...settings, authorization].flatMap((each) => (each && !isDefault(each) ? [placed(each)] : [])),
    protection: protectionByRule(host, pages),
    elsewhere: elsewhereBySaying(host, pages),
  }
}

/** Rules with the pages that they protect, in the order of their places. */
function protectionByRule(host: ServerHost, pages: readonly PagePath[]): ProtectingRule[] {
  const found = new Map<string, ProtectingRule>()
  for (const page of pages) {
    for (const rule of protectionOfHost(host, page)) {
      const key = `${rule.file}:${rule.line} ${rule.kind}`
      const known = found.get(key) ?? {...rule, pages: []}
      known.pages.push(page)
      found.set(key, known)
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.file, b.file) || a.line - b.line)
}

/** Directives that lead pages elsewhere before Apache looks for their files. */
function elsewhereBySaying(host: ServerHost, pages: readonly PagePath[]): HostOverview['elsewhere'] {
  const found = new Map<ServerDirective, PagePath[]>()
  for (const page of pages) {
    const by = proxyOf(host, page)?.directive ?? isRewrittenByServer(host, page)?.directive ?? aliasOver(host, page)
    if (by) found.set(by, [...(found.get(by) ?? []), page])
  }
  return [...found].map(([directive, led]) => ({...placed(directive), pages: led}))
}

function isDefault({name, args}: ServerDirective): boolean {
  return name === 'accessfilename' && args.join(' ') === '.htaccess'
}

function placed(directive: ServerDirective): PlacedText {
  return {text: directive.text, ...placeOf(directive)}
}

function placeOf({file, line}: ServerDirective): Place {
  return {file, line}
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
