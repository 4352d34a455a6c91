/** Which parts of a configuration govern a page, in the order in which Apache merges them. */
import type {PagePath} from '../../page.ts'
import {type Section, sectionsOf} from '../access/apache-config.ts'
import {meansFile} from '../access/file-pattern.ts'
import {baseName} from '../disk-path.ts'
import {hostOf} from './hosts.ts'
import {meansLocation, meansPath, segmentsOf} from './section-match.ts'
import type {Certainty, ServerDirective, ServerHost} from './types.ts'

/** Directives that stand together: those of one section, or those outside of any. */
export interface ServerContext {
  /** From the outside in; without those that are no place: `<Limit>`, `<RequireAll>`, `<IfModule>`. */
  sections: Section[]
  directives: ServerDirective[]
}

/** A context, and whether it governs a page. */
export interface Governing {
  context: ServerContext
  /** Never `false`. */
  certainty: Exclude<Certainty, false>
}

const PLACES = new Set([
  'directory',
  'directorymatch',
  'files',
  'filesmatch',
  'location',
  'locationmatch',
  'proxy',
  'proxymatch',
  'if',
  'elseif',
  'else',
])

/** The contexts of a host, the main server's before its own. */
function contextsOf(host: ServerHost): ServerContext[] {
  const known = cache.get(host)
  if (known) return known
  const found = new Map<Section | undefined, ServerContext>()
  for (const directive of host.directives) {
    const sections = [...sectionsOf(directive)].filter(({name}) => PLACES.has(name))
    const key = sections[0] ?? hostOf(directive)
    const context = found.get(key) ?? {sections: sections.reverse(), directives: []}
    context.directives.push(directive)
    found.set(key, context)
  }
  const contexts = [...found.values()]
  cache.set(host, contexts)
  return contexts
}

const cache = new WeakMap<ServerHost, ServerContext[]>()

/**
 * What governs requests for one page by its own URL: first what stands outside of sections, then directories from the
 * shortest path to the longest, those by regular expressions after them, then files, then locations, then `<If>`
 * (Apache manual, "How the sections are merged").
 */
export function governingContexts(host: ServerHost, page: PagePath): Governing[] {
  const found = contextsOf(host).flatMap((context, index) => {
    const certainty = means(context, host, page)
    return certainty === false ? [] : [{context, certainty, order: [...orderOf(context), index]}]
  })
  return found.sort((a, b) => compare(a.order, b.order))
}

/** What governs a directory below the document root before any file in it is known. */
export function directoryContexts(host: ServerHost, directory: PagePath): Governing[] {
  const path = directory === '' ? host.documentRoot : `${host.documentRoot}/${directory}`
  const found = contextsOf(host).flatMap((context, index) => {
    if (context.sections.some((section) => kindOf(section) !== 'directory')) return []
    const certainty = all(context.sections.map((section) => meansPath(section, path)))
    return certainty === false ? [] : [{context, certainty, order: [...orderOf(context), index]}]
  })
  return found.sort((a, b) => compare(a.order, b.order))
}

/** Whether a context is for locations: then it holds whoever answers. */
export function isOfLocation({sections}: ServerContext): boolean {
  return sections.some((section) => kindOf(section) === 'location')
}

function means({sections}: ServerContext, host: ServerHost, page: PagePath): Certainty {
  return all(
    sections.map((section) => {
      switch (kindOf(section)) {
        case 'directory':
          return meansPath(section, `${host.documentRoot}/${page}`)
        case 'files':
          return meansFile(section, baseName(page))
        case 'location':
          return meansLocation(section, `/${page}`)
        case 'proxy':
          return false
        default:
          return 'unknown'
      }
    }),
  )
}

type Kind = 'directory' | 'files' | 'location' | 'proxy' | 'if'

function kindOf({name}: Section): Kind {
  const kind = name.replace(/match$/, '')
  return kind === 'directory' || kind === 'files' || kind === 'location' || kind === 'proxy' ? kind : 'if'
}

/** Of two contexts the one with the smaller numbers is merged first. */
function orderOf({sections}: ServerContext): number[] {
  const innermost = sections.at(-1)
  const stage = innermost ? ['directory', 'files', 'location', 'proxy', 'if'].indexOf(kindOf(innermost)) + 1 : 0
  const outermost = sections[0]
  const directory = outermost && kindOf(outermost) === 'directory' ? outermost : undefined
  if (!directory) return [stage, 0, 0]
  if (!isRegular(directory)) return [stage, 1, segmentsOf(directory)]
  // Not documented, and so on a real Apache 2.4: regular expressions are ordered by the slashes in them.
  return [stage, 2, (directory.args.at(-1) ?? '').split('/').length]
}

function isRegular({name, args}: Section): boolean {
  return name === 'directorymatch' || args[0] === '~'
}

function all(certainties: readonly Certainty[]): Certainty {
  if (certainties.includes(false)) return false
  return certainties.includes('unknown') ? 'unknown' : true
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - (b[index] ?? 0)
  return 0
}
