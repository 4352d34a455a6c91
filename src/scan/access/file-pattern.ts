/** Which file names a `<Files>` or `<FilesMatch>` section means. */
import type {Section} from './apache-config.ts'

/** A regular expression of Apache's (PCRE) as JavaScript's; `undefined` when it can't be had, or could run for ever. */
export function apacheRegExp(pattern: string, flags = ''): RegExp | undefined {
  // A repeated group that repeats within may take exponential time on a name made for it.
  if (/\([^()]*[+*{][^()]*\)\s*[+*{]/.test(pattern)) return undefined
  if (ONLY_IN_PCRE.test(pattern.replace(/\\[^a-zA-Z]/g, ''))) return undefined
  const isInsensitive = pattern.startsWith('(?i)')
  return compiled(isInsensitive ? pattern.slice(4) : pattern, isInsensitive ? 'i' : flags)
}

/** What JavaScript would take for something else: `[[:digit:]]`, `\A`, `\Q…\E`, `\x{41}`. */
const ONLY_IN_PCRE = /\[\[?:|\\[^dDwWsSbBtnrfx]|\\x(?![0-9a-fA-F]{2})/

/** `fnmatch` of a name: `*`, `?` and `[…]`. */
export function wildcardRegExp(wildcard: string): RegExp | undefined {
  const source = wildcard.replace(/\*+|\?|\[(!?)(\]?[^\]]+)\]|[^*?[]+|\[/g, (piece, not?: string, set?: string) => {
    if (piece.startsWith('*')) return '[^/]*'
    if (piece === '?') return '[^/]'
    const escaped = (text: string): string => text.replace(/[.+^${}()|[\]\\]/g, '\\$&')
    return set === undefined ? escaped(piece) : `[${not ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`
  })
  return compiled(`^${source}$`, 's')
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}

const expressions = new WeakMap<Section, RegExp | 'unknown'>()

/** Whether a section of files means `name`, the last segment of a path; `unknown` when its pattern can't be read. */
export function meansFile(section: Section, name: string): boolean | 'unknown' {
  const expression = expressions.get(section) ?? expressionOf(section) ?? 'unknown'
  expressions.set(section, expression)
  return expression === 'unknown' ? expression : expression.test(name)
}

function expressionOf({name, args: [first = '', second = '']}: Section): RegExp | undefined {
  if (first === '~') return apacheRegExp(second)
  return name === 'filesmatch' ? apacheRegExp(first) : wildcardRegExp(first)
}
