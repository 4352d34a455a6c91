/** Who may request a file: the access control of `.htaccess`, merged as Apache merges it. */
import type {PagePath} from '../../page.ts'
import {baseName, directoryOf} from '../disk-path.ts'
import type {AccessRule} from '../types.ts'
import {type Directive, type Section, sectionsOf} from './apache-config.ts'
import {apacheRegExp, meansFile} from './file-pattern.ts'
import {applies, type Verdict, verdictOfHosts, verdictOfRequire, verdictOfRequires} from './verdict.ts'

/** The directives of one `.htaccess`. */
interface AccessFile {
  file: PagePath
  directives: readonly Directive[]
}

/** Directives that decide together: those of one directory or of one section of files. */
interface Context {
  file: PagePath
  section?: Section
  requires: Directive[]
  hosts: Directive[]
  /** `RewriteRule … [F]`. */
  forbids: {directive: Directive; isConditional: boolean}[]
}

/** The access control of a site. */
export interface SiteAccess {
  /** Everything that closes or restricts something. */
  rules: AccessRule[]
  /** The rules that govern requests for one file. */
  of: (path: PagePath) => AccessRule[]
}

export function siteAccess(files: readonly AccessFile[]): SiteAccess {
  const byDirectory = new Map(files.map((file) => [directoryOf(file.file), contextsOf(file)]))
  const all = [...byDirectory.values()].flat()
  const rules = all.flatMap((context) => decisions(context).flatMap(({rule}) => rule ?? []))
  const known = new Map<PagePath, readonly Context[]>()
  const above = (directory: PagePath): readonly Context[] => {
    const before = known.get(directory)
    if (before) return before
    const own = byDirectory.get(directory) ?? []
    const contexts = directory === '' ? own : [...above(directoryOf(directory)), ...own]
    known.set(directory, contexts)
    return contexts
  }
  return {rules, of: (path) => governing(path, above(directoryOf(path)))}
}

/**
 * Of `Require` and of `Allow`/`Deny`, each a module of its own, the deepest directory that says anything decides;
 * sections of files come after all directories (Apache manual, "How the sections are merged").
 *
 * @param contexts those of the directories above the file, the document root first
 */
function governing(path: PagePath, contexts: readonly Context[]): AccessRule[] {
  if (contexts.length === 0) return []
  const name = baseName(path)
  const ordered = [
    ...contexts.filter(({section}) => !section),
    ...contexts.filter(({section}) => section && meansFile(section, name) !== false),
  ]
  const decided = new Map<string, AccessRule | undefined>()
  for (const context of ordered) for (const {module, rule} of decisions(context, path)) decided.set(module, rule)
  return [...decided.values()].filter((rule) => rule !== undefined)
}

function contextsOf({file, directives}: AccessFile): Context[] {
  const contexts = new Map<Section | undefined, Context>()
  let isConditional = false
  for (const directive of directives) {
    const {name} = directive
    if (applies(directive)) {
      const section = [...sectionsOf(directive)].find((outer) => outer.name === 'files' || outer.name === 'filesmatch')
      const context = contexts.get(section) ?? {
        file,
        ...(section ? {section} : {}),
        requires: [],
        hosts: [],
        forbids: [],
      }
      contexts.set(section, context)
      if (name === 'require') context.requires.push(directive)
      else if (name === 'order' || name === 'deny' || name === 'allow') context.hosts.push(directive)
      else if (name === 'rewriterule' && isForbidding(directive)) context.forbids.push({directive, isConditional})
    }
    // Conditions belong to the next rule.
    if (name === 'rewritecond') isConditional = true
    else if (name === 'rewriterule') isConditional = false
  }
  return [...contexts.values()]
}

/** Whether a `RewriteRule` answers 403. */
export function isForbidding({args}: Directive): boolean {
  return /(^|[,[])\s*(F|forbidden)\s*([,\]]|$)/.test(args[2] ?? '')
}

interface Decision {
  module: string
  /** Absent when access is open. */
  rule: AccessRule | undefined
}

/** What one context decides, for all files or for the one at `path`. */
function decisions(context: Context, path?: PagePath): Decision[] {
  const found: Decision[] = []
  const {requires, hosts, forbids} = context
  const [required] = requires
  if (required) {
    const verdict = verdictOfRequires(requires)
    const directive = requires.find((candidate) => verdictOfRequire(candidate) === verdict) ?? required
    found.push({module: 'require', rule: ruleOf(context, verdict, directive, path)})
  }
  const host = hosts.find(({name}) => name === 'deny') ?? hosts[0]
  if (host) found.push({module: 'hosts', rule: ruleOf(context, verdictOfHosts(hosts), host, path)})
  for (const {directive, isConditional} of forbids) {
    const isMeant = path === undefined ? 'unknown' : isRewritten(directive, pathBelow(context.file, path))
    if (isMeant === false) continue
    const kind = isConditional || isMeant === 'unknown' ? 'restricted' : 'closed'
    found.push({module: `${context.file}:${directive.line}`, rule: ruleOf(context, kind, directive, path)})
  }
  return found
}

function ruleOf(
  {file, section}: Context,
  kind: Verdict,
  {text, line}: Directive,
  path?: PagePath,
): AccessRule | undefined {
  if (kind === 'open') return undefined
  // A pattern that can't be read may mean the file.
  const isUnsure = section && path !== undefined && meansFile(section, baseName(path)) === 'unknown'
  const rule = {file, kind: isUnsure ? 'restricted' : kind, text, line} as const
  return section ? {...rule, files: section.args.join(' ')} : rule
}

/** A page's path as a rewrite rule in `file` sees it: below its directory. */
function pathBelow(file: PagePath, path: PagePath): string {
  return path.slice(file.length - baseName(file).length)
}

/** Whether the pattern of a `RewriteRule` means a path as the rule sees it; `unknown` when it can't be read. */
export function isRewritten({args}: Directive, path: string): boolean | 'unknown' {
  const pattern = args[0] ?? ''
  const expression = apacheRegExp(pattern.replace(/^!/, ''), /\b(NC|nocase)\b/.test(args[2] ?? '') ? 'i' : '')
  return expression ? expression.test(path) !== pattern.startsWith('!') : 'unknown'
}
