/** What the rewriting that stands in `<Directory>` and other sections does with a page. */
import type {PagePath} from '../../page.ts'
import {type Governing, governingContexts, type ServerContext} from './contexts.ts'
import {followRules, isEngineOn, type PageRewrite, rewritesOf} from './rewriting.ts'
import type {Certainty, ServerDirective, ServerHost} from './types.ts'

/** A rule and the sections it stands in. */
export interface SectionRewrite extends PageRewrite {
  context: ServerContext
}

/**
 * Of the directories above a page, the deepest that rewrites at all replaces what those above it say (mod_rewrite,
 * "RewriteOptions"). What rules in other sections are compared with is not documented: they are never certain.
 */
export function sectionRewritesOf(host: ServerHost, page: PagePath, governing: readonly Governing[]): SectionRewrite[] {
  const rewriting = governing.filter(({context}) => context.directives.some(({name}) => name.startsWith('rewrite')))
  const outside = rewriting.filter(({context}) => context.sections.length === 0)
  const directories = rewriting.filter(({context}) => isDirectory(context))
  const deepest = directories.at(-1)
  // What is switched on outside of directories is on in them, too.
  const isOn = isEngineOn([...outside, ...directories].flatMap(({context}) => context.directives))
  return rewriting.flatMap(({context, certainty}) => {
    if (context.sections.length === 0) return []
    const isDeepest = context === deepest?.context
    if (isDirectory(context) && certainty === true && deepest?.certainty === true && (!isDeepest || !isOn)) return []
    const below = pathBelow(context, host, page)
    const rules = context.directives.filter(isRule)
    if (below === undefined) return uncertain(context, rules)
    const isSure = certainty === true && isDeepest
    return followRules(rules, below).map((rewrite) => ({
      ...rewrite,
      context,
      certainty: isSure ? rewrite.certainty : ('unknown' as const),
    }))
  })
}

/**
 * The first rule of the server's files that may lead a page's requests to somewhere else; those that forbid are no such
 * rule.
 */
export function isRewrittenByServer(host: ServerHost, page: PagePath): PageRewrite | undefined {
  const inSections = sectionRewritesOf(host, page, governingContexts(host, page))
  return [...rewritesOf(host, page), ...inSections].find(({does}) => does !== 'forbid')
}

function uncertain(context: ServerContext, rules: readonly ServerDirective[]): SectionRewrite[] {
  return rules.flatMap((rule) =>
    rule.name === 'rewriterule'
      ? followRules([{...rule, args: ['^', ...rule.args.slice(1)]}], '').map(({does}) => ({
          directive: rule,
          does,
          context,
          certainty: 'unknown' as const satisfies Certainty,
        }))
      : [],
  )
}

function isDirectory({sections}: ServerContext): boolean {
  return sections.length === 1 && /^directory(match)?$/.test(sections[0]?.name ?? '')
}

function isRule({name}: ServerDirective): boolean {
  return name === 'rewriterule' || name === 'rewritecond'
}

/** A page as the rules of a `<Directory>` see it: below that directory; not known where its name is a pattern. */
function pathBelow(context: ServerContext, host: ServerHost, page: PagePath): string | undefined {
  const {name, args: [first = ''] = []} = context.sections[0] ?? {}
  if (!isDirectory(context) || name !== 'directory') return undefined
  const directory = first.replace(/\/+$/, '')
  const path = `${host.documentRoot}/${page}`
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined
}
