/** The virtual hosts of a configuration, and which of them serve a document root. */
import {resolve} from 'node:path'
import {type Section, sectionsOf} from '../access/apache-config.ts'
import type {Place, ServerConfiguration, ServerDirective, ServerHost} from './types.ts'

/** All hosts, the main server last, and only where a request can reach it. */
export function hostsOf({
  directives,
  sections,
  serverRoot,
}: Pick<ServerConfiguration, 'directives' | 'sections' | 'serverRoot'>): ServerHost[] {
  const main: ServerDirective[] = []
  const own = new Map<Section, ServerDirective[]>(
    sections.filter(({name}) => name === 'virtualhost').map((section) => [section, []]),
  )
  for (const directive of directives) {
    const section = hostOf(directive)
    if (!section) main.push(directive)
    else own.get(section)?.push(directive)
  }
  // DocumentRoot is where Apache was built to look when nothing says another (core, "DocumentRoot").
  const mainRoot = documentRootOf(main, serverRoot) ?? '/usr/local/apache/htdocs'
  const listens = valuesOf(main, 'listen').map(([address = '']) => (address.includes(':') ? address : `*:${address}`))
  const hosts = [...own].map(([section, directives]): ServerHost => {
    const redirect = redirectOfAll(directives)
    return {
      section,
      ...(section.file === undefined ? {} : {at: {file: section.file, line: section.line}}),
      addresses: section.args,
      names: namesOf(directives),
      documentRoot: documentRootOf(directives, serverRoot) ?? mainRoot,
      isTls: isOn(directives, 'sslengine'),
      ...(redirect ? {redirectsAll: redirect} : {}),
      directives: [...main, ...directives],
    }
  })
  const left = listens.filter((address) => !hosts.some((host) => host.addresses.some((each) => covers(each, address))))
  const isReached = listens.length === 0 ? hosts.length === 0 : left.length > 0
  if (!isReached) return hosts
  const redirect = redirectOfAll(main)
  const mainHost: ServerHost = {
    section: undefined,
    addresses: left,
    names: namesOf(main),
    documentRoot: mainRoot,
    isTls: isOn(main, 'sslengine'),
    ...(redirect ? {redirectsAll: redirect} : {}),
    directives: main,
  }
  return [...hosts, mainHost]
}

/** The `<VirtualHost>` that a directive stands in. */
export function hostOf(directive: ServerDirective): Section | undefined {
  return [...sectionsOf(directive)].find(({name}) => name === 'virtualhost')
}

/** Whether a directive stands outside of all sections but that of its host and conditions on the server. */
export function isOfHostItself(directive: ServerDirective): boolean {
  return [...sectionsOf(directive)].every(
    ({name}) => name === 'virtualhost' || (name.startsWith('if') && name !== 'if'),
  )
}

function valuesOf(directives: readonly ServerDirective[], name: string): string[][] {
  return directives.filter((directive) => directive.name === name).map(({args}) => args)
}

function documentRootOf(directives: readonly ServerDirective[], serverRoot: string): string | undefined {
  const root = valuesOf(directives, 'documentroot').at(-1)?.[0]
  return root === undefined ? undefined : resolve(serverRoot, root)
}

function namesOf(directives: readonly ServerDirective[]): string[] {
  return ['servername', 'serveralias'].flatMap((name) => valuesOf(directives, name).flat())
}

function isOn(directives: readonly ServerDirective[], name: string): boolean {
  return valuesOf(directives, name).at(-1)?.[0]?.toLowerCase() === 'on'
}

/** `Redirect / https://…`, or a rule without condition that sends every path elsewhere. */
function redirectOfAll(directives: readonly ServerDirective[]): Place | undefined {
  const isRewriting = isOn(directives, 'rewriteengine')
  let isConditional = false
  for (const directive of directives.filter(isOfHostItself)) {
    const {name, args, file, line} = directive
    if (name === 'rewritecond') {
      // The usual condition of a host that speaks no TLS, where it always holds.
      isConditional ||= !/^%\{HTTPS\}$/i.test(args[0] ?? '') || !/^(!=?on|off|=off)$/i.test(args[1] ?? '')
      continue
    }
    const isRule = name === 'rewriterule' && isRewriting
    if (isRule) {
      const [pattern = '', target = '', flags = ''] = args
      const isAll = /^(\^|\.\*|\^\.\*\$?|\^\/?\(?\.\*\)?\$?|\(\.\*\)|\^\(\.\*\)\$)$/.test(pattern)
      const isElsewhere = /\bR(=3\d\d|=permanent|=temp)?\b/i.test(flags) && /^https?:/i.test(target)
      if (isAll && isElsewhere && !isConditional) return {file, line}
      isConditional = false
    }
    const [from, to] = args.length === 3 ? args.slice(1) : args
    const isRedirect = /^redirect(permanent|temp)?$/.test(name) && from === '/' && /^https?:/i.test(to ?? '')
    const isMatch = name === 'redirectmatch' && /^\^?\/?\(?\.\*\)?\$?$/.test(from ?? '') && /^https?:/i.test(to ?? '')
    if (isRedirect || isMatch) return {file, line}
  }
  return undefined
}

/** Whether a `<VirtualHost>` of this address answers everything that comes in at a listening one. */
function covers(host: string, listening: string): boolean {
  const [, name = '', port = '*'] = /^(.*?)(?::(\d+|\*))?$/.exec(host) ?? []
  const [, where = '', listeningPort] = /^(.*):(\d+)$/.exec(listening) ?? []
  const isAny = name === '*' || /^_default_$/i.test(name) || name === where
  return isAny && (port === '*' || port === listeningPort)
}
