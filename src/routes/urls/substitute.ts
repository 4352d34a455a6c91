/** Puts the substitution of a rewrite rule in the place of a request's path and query. */
import {percent} from './bytes.ts'
import {expandParts, type References} from './expansion.ts'
import type {RewriteRule} from './rewrite-rule.ts'
import type {SettingPlace} from './types.ts'

/** What rules look at and change. */
export interface RewriteState {
  /** Absolute path of the file, as far as it exists and one name further; rules put URLs here as well. */
  filename: string
  /** What follows it in the path. */
  pathInfo: string
  args: string | undefined
}

/** That Apache refuses the request because of the rule. */
export interface Refusal {
  kind: 'status'
  status: number
  rule: SettingPlace
}

/** Puts the substitution in the place of the path; what it says when Apache refuses that. */
export function substitute(
  rule: RewriteRule,
  output: NonNullable<RewriteRule['output']>,
  directory: string,
  state: RewriteState,
  references: References,
): Refusal | undefined {
  const {flags, place} = rule
  const escaping = flags.escape.isOn ? escaped(references, flags.escape) : references
  const parts = expandParts(output, escaping)
  const text = parts.join('')
  if (!flags.allowQuestionMark && isMarkBrought(output, parts, flags.query.last))
    return {kind: 'status', status: 403, rule: place}
  // An empty path and names are below the directory; the rest are URLs.
  const path = text.startsWith('/') || isUrl(text) || text.startsWith('…') ? text : directory + text
  if (flags.discardPathInfo) state.pathInfo = ''
  Object.assign(state, splitQuery(path, state.args, flags.query))
  return undefined
}

/** AH10508: a `?` that a reference brought would begin the query. */
function isMarkBrought(output: NonNullable<RewriteRule['output']>, parts: readonly string[], isLast: boolean): boolean {
  const marked = parts.flatMap((part, index) => (part.includes('?') ? [output[index]] : []))
  const deciding = isLast ? marked.at(-1) : marked[0]
  return deciding !== undefined && !('text' in deciding)
}

function escaped(references: References, {only, not, noPlus, controls}: RewriteRule['flags']['escape']): References {
  const encode = (text: string): string =>
    text.replace(/[^A-Za-z0-9_…]/g, (character) => {
      const isMeant = only !== '' && only.includes(character)
      const isAlways = controls ? /[\x00-\x20\x7f]/.test(character) : only === ''
      if (!(isMeant || isAlways) || not.includes(character)) return character
      return character === ' ' && !noPlus ? '+' : percent(character).toLowerCase()
    })
  return {...references, rule: references.rule.map(encode), condition: references.condition.map(encode)}
}

/** The query of a substitution, in the place of the request's or before it. */
function splitQuery(
  text: string,
  before: string | undefined,
  query: RewriteRule['flags']['query'],
): {filename: string; args: string | undefined} {
  if (query.none) return {filename: text, args: undefined}
  let args = query.discard ? undefined : before
  const from = SCHEME.exec(text)?.[0].length ?? 0
  const mark = query.last ? text.lastIndexOf('?') : text.indexOf('?', from)
  if (mark < from) return {filename: text, args}
  const own = text.slice(mark + 1)
  if (!query.append) args = own
  else if (own !== '') args = `${own}&${args ?? ''}`
  if (args !== undefined) args = args.replace(/&$/, '')
  return {filename: text.slice(0, mark), args: args === '' ? undefined : args}
}

const SCHEME = /^(?:[a-z][a-z0-9]*:\/\/|(?:mailto|news|unix):)/i

/** Whether text is a URL for mod_rewrite, which knows some schemes. */
export function isUrl(text: string): boolean {
  return (
    text.length > 5 &&
    /^(?:ajp|balancer|s?f?cgi|ftp|gopher|https?|h2c?|ldap|nntp|wss?):\/\/|^(?:mailto|news|unix):/i.test(text)
  )
}
