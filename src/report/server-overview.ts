/** What `migrate server` prints: what is understood of the web server's own configuration. */
import {printable} from '../page.ts'
import type {ConfigProblem, HostOverview, Place, ServerOverview} from '../scan/server/types.ts'
import {blockText, flowing, type Section} from './section.ts'

export function serverOverviewText(overview: ServerOverview): string {
  const {files, modules, hosts, otherHosts, problems} = overview
  const place = placesBelow(overview.serverRoot)
  const [main = '', ...others] = files
  const read = others.length === 0 ? main : `${main} and ${others.length} more files`
  const blocks = [
    [blockText({label: 'Read', rows: [[read]]}), blockText({label: 'Root', rows: [[overview.documentRoot]]})],
    ...hosts.map((host) => [hostName(host, place), ...hostSections(host, place).map(blockText)]),
    ...(hosts.length === 0 ? [['No virtual host serves this document root']] : []),
    otherHosts.length === 0
      ? []
      : [
          blockText({
            label: 'Others',
            rows: otherHosts.map((host) => [hostName(host, place), host.documentRoot]),
            shrink: [0],
          }),
        ],
    [blockText({label: 'Modules', rows: moduleRows(modules)})],
    [blockText(problemSection(problems, place))],
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.filter((line) => line !== '').join('\n'))
    .join('\n\n')
}

/** `*:443 shop.example www.shop.example` and where it stands. */
function hostName({at, addresses, names}: Pick<HostOverview, 'at' | 'addresses' | 'names'>, place: PlaceText): string {
  const who = at === undefined ? 'main server' : 'virtual host'
  const name = [who, ...addresses, ...names].map(printable).join(' ')
  return at === undefined ? name : `${name}  ${printable(place(at))}`
}

function hostSections(host: HostOverview, place: PlaceText): Section[] {
  const {php, allowOverride, options, directoryIndex, settings, protection, elsewhere, redirectsAll} = host
  const sections: Section[] = [
    {
      label: 'Answers',
      rows: redirectsAll ? [['nothing: all requests are sent elsewhere', place(redirectsAll)]] : [],
    },
    {label: 'PHP', rows: [[phpText(php), php.at ? place(php.at) : '']]},
    {label: '.htaccess', rows: [[overrideText(allowOverride), ...allowOverride.from.map(place)]], shrink: [0]},
    {label: 'Options', rows: [[options.join(' ') || 'none']]},
    {label: 'Index', rows: flowing(directoryIndex, {lines: 2, between: ' '})},
    {label: 'Settings', rows: settings.map((each) => [each.text, place(each)]), shrink: [0]},
    {
      label: 'Access',
      rows:
        protection.length === 0
          ? [['no rule of these files closes a page']]
          : protection.flatMap((rule) => [
              [rule.kind, rule.text, place(rule)],
              ...(rule.server?.section ? [[`  in ${rule.server.section}`]] : []),
              ...flowing(rule.pages, {lines: 1, before: `  ${pagesText(rule.pages.length)}: `}),
              ...(rule.server?.lostByProxy ? [['  lost where ProxyPass or [P] takes the page']] : []),
            ]),
      shrink: [1],
    },
    {
      label: 'Elsewhere',
      rows: elsewhere.flatMap((each) => [
        [each.text, place(each)],
        ...flowing(each.pages, {lines: 1, before: `  ${pagesText(each.pages.length)}: `}),
      ]),
      shrink: [0],
    },
  ]
  return sections.filter(({rows}) => rows.length > 0)
}

function phpText({how, address, handler = '', certainty}: HostOverview['php']): string {
  const perhaps = certainty === true ? '' : ', under a condition'
  switch (how) {
    case 'fpm':
      return `PHP-FPM by SetHandler${address === undefined ? '' : `, ${address}`}${perhaps}`
    case 'module':
      return `mod_php, handler ${handler}${perhaps}`
    case 'proxy-pass':
      return `by ProxyPass to ${address ?? handler}, so that .htaccess and <Directory> do not hold${perhaps}`
    case 'other':
      return `handler ${handler}${perhaps}`
    case 'none':
      return 'nothing that runs PHP is found'
    default:
      return how satisfies never
  }
}

function overrideText({classes, directives, nonfatal, certainty}: HostOverview['allowOverride']): string {
  const allowed = [...classes, ...directives].join(' ')
  const silently = nonfatal.length === 0 ? '' : `, else passed over: ${nonfatal.join(' ')}`
  const perhaps = certainty === true ? '' : ', under a condition'
  return `${allowed === '' ? 'is not read' : `may say: ${allowed}`}${silently}${perhaps}`
}

function moduleRows(modules: ServerOverview['modules']): string[][] {
  const named = (certainty: boolean | 'unknown', before: string): string[][] => {
    const names = Object.keys(modules).filter((name) => modules[name] === certainty)
    return flowing(names, {lines: 3, before, between: ' '})
  }
  return [...named(true, 'loaded: '), ...named(false, 'not loaded: '), ...named('unknown', 'not known: ')]
}

function problemSection(problems: readonly ConfigProblem[], place: PlaceText): Section {
  const rows = problems.map(({file, line, message, matters}) => [
    matters ? '!' : '',
    message,
    file === undefined ? '' : line === undefined ? file : place({file, line}),
  ])
  return {label: 'Unclear', rows: rows.length === 0 ? [['nothing: all of it is understood']] : rows, shrink: [1]}
}

function pagesText(count: number): string {
  return count === 1 ? '1 page' : `${count} pages`
}

/** Files below the server's root are named from there. */
type PlaceText = (place: Place) => string

function placesBelow(serverRoot: string): PlaceText {
  const start = `${serverRoot.replace(/\/+$/, '')}/`
  return ({file, line}) => `${file.startsWith(start) ? file.slice(start.length) : file}:${line}`
}
