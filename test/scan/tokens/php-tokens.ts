/** PHP's own tokens, from a real `php`, in the kinds that our tokenizer tells apart. */
import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {isWord, Kind} from '../../../src/scan/tokens/kinds.ts'
import {tokenize} from '../../../src/scan/tokens/tokenize.ts'

/** A kind of token, with where it starts and ends. */
export type ComparedToken = `${string} ${number}-${number}`

/** The tokens of one source as PHP sees them. */
export interface PhpTokens {
  /** Whether it is valid PHP: only then does PHP tell keywords from names, as the method `list` in `$x::list()`. */
  isValid: boolean
  tokens: ComparedToken[]
}

const oracle = fileURLToPath(new URL('token-oracle.php', import.meta.url))

/** Tokens of each source, as real PHP sees them, in one process; `shortTags` as the site's `short_open_tag`. */
export function phpTokens(sources: readonly Buffer[], shortTags = true): PhpTokens[] {
  if (!sources.length) return []
  const input = sources.map((source) => source.toString('base64')).join('\n')
  const options = ['-n', '-d', `short_open_tag=${shortTags ? 1 : 0}`, '-d', 'memory_limit=-1', '-d', 'display_errors=0']
  tokenizerOption ??= hasTokenizer() ? [] : ['-d', 'extension=tokenizer']
  const run = spawnSync('php', [...options, ...tokenizerOption, oracle], {
    input: `${input}\n`,
    maxBuffer: 1 << 30,
    encoding: 'latin1',
  })
  if (run.status !== 0) throw new Error(`php failed: ${run.stderr}`)
  const lines = run.stdout.trimEnd().split('\n')
  return lines.map((line) => {
    const [isValid, ...tokens] = JSON.parse(line) as [boolean, ...[string, number, number][]]
    return {isValid, tokens: tokens.flatMap((token) => comparable(token, isValid))}
  })
}

/** What loads PHP's tokenizer where it is an extension of its own. */
let tokenizerOption: string[] | undefined

function hasTokenizer(): boolean {
  return spawnSync('php', ['-n', '-r', 'exit((int) !function_exists("token_get_all"));']).status === 0
}

function comparable([name, start, end]: [string, number, number], isValid: boolean): ComparedToken[] {
  // In `"$a[ "` PHP says by an empty token that the key is missing.
  if (start === end) return []
  if (!name.startsWith('T_')) return [`${Buffer.from(name, 'base64').toString('latin1')} ${start}-${end}`]
  return [`${NAMES[name] ?? (isValid ? KEYWORDS[name] : undefined) ?? kindOfOther(name)} ${start}-${end}`]
}

const NAMES: Record<string, string> = {
  T_INLINE_HTML: 'html',
  T_OPEN_TAG: 'open',
  T_OPEN_TAG_WITH_ECHO: 'open echo',
  T_CLOSE_TAG: 'close',
  T_VARIABLE: 'variable',
  T_LNUMBER: 'number',
  T_DNUMBER: 'number',
  T_NUM_STRING: 'number',
  T_CONSTANT_ENCAPSED_STRING: 'string',
  T_START_HEREDOC: 'start',
  T_ENCAPSED_AND_WHITESPACE: 'text',
  T_END_HEREDOC: 'end',
  T_CURLY_OPEN: 'curly',
  T_DOLLAR_OPEN_CURLY_BRACES: 'dollar-curly',
  T_STRING_VARNAME: 'variable-name',
  T_OBJECT_OPERATOR: '->',
  T_NULLSAFE_OBJECT_OPERATOR: '->',
  T_DOUBLE_COLON: '::',
  T_DOUBLE_ARROW: '=>',
  T_COALESCE: '??',
  T_ELLIPSIS: '...',
  T_ATTRIBUTE: 'attribute',
  T_NS_SEPARATOR: '\\',
  T_BAD_CHARACTER: 'invalid',
  T_AMPERSAND_FOLLOWED_BY_VAR_OR_VARARG: '&',
  T_AMPERSAND_NOT_FOLLOWED_BY_VAR_OR_VARARG: '&',
  T_INC: 'increment',
  T_DEC: 'increment',
  T_BOOLEAN_AND: 'logical',
  T_BOOLEAN_OR: 'logical',
  T_SL: 'operator',
  T_SR: 'operator',
  T_POW: 'operator',
  T_PIPE: 'operator',
}

/** PHP's names of the keywords that have a kind of their own here; others are words. */
const KEYWORDS: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(Kind)
      .filter(([, kind]) => kind >= Kind.And)
      .map(([name]) => [`T_${name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}`, name]),
  ),
  T_LOGICAL_AND: 'And',
  T_LOGICAL_OR: 'Or',
  T_LOGICAL_XOR: 'Xor',
  T_ELSEIF: 'ElseIf',
  T_YIELD_FROM: 'Yield',
  ...Object.fromEntries(
    ['IF', 'WHILE', 'FOR', 'FOREACH', 'SWITCH', 'DECLARE'].map((block) => [`T_END${block}`, 'EndBlock']),
  ),
}

const COMPARISONS = /^T_(IS_.*|SPACESHIP)$/

function kindOfOther(name: string): string {
  if (name.endsWith('_CAST')) return 'cast'
  if (name.endsWith('_EQUAL') && !name.startsWith('T_IS_')) return 'assign'
  return COMPARISONS.test(name) ? 'comparison' : 'word'
}

const KINDS: Record<number, string> = {
  [Kind.InlineHtml]: 'html',
  [Kind.HaltData]: 'html',
  [Kind.OpenTag]: 'open',
  [Kind.OpenTagEcho]: 'open echo',
  [Kind.CloseTag]: 'close',
  [Kind.Variable]: 'variable',
  [Kind.Number]: 'number',
  [Kind.String]: 'string',
  [Kind.TemplateText]: 'text',
  [Kind.CurlyOpen]: 'curly',
  [Kind.DollarCurlyOpen]: 'dollar-curly',
  [Kind.VariableName]: 'variable-name',
  [Kind.Cast]: 'cast',
  [Kind.Arrow]: '->',
  [Kind.DoubleColon]: '::',
  [Kind.DoubleArrow]: '=>',
  [Kind.CompoundAssign]: 'assign',
  [Kind.Coalesce]: '??',
  [Kind.Increment]: 'increment',
  [Kind.Ellipsis]: '...',
  [Kind.Comparison]: 'comparison',
  [Kind.Logical]: 'logical',
  [Kind.Operator]: 'operator',
  [Kind.Attribute]: 'attribute',
  [Kind.Invalid]: 'invalid',
  ...Object.fromEntries(
    Object.entries(Kind)
      .filter(([, kind]) => kind >= Kind.And)
      // PHP has one token for both.
      .map(([name, kind]) => [kind, name === 'Die' ? 'Exit' : name]),
  ),
}

/** Our tokens in the same form; keywords are told from names where that can be compared. */
export function ourTokens(source: Buffer, isValid = true): ComparedToken[] {
  const {source: text, count, kinds, starts, ends} = tokenize(source.toString('latin1'))
  return Array.from({length: count}, (_, index) => {
    const [kind, start, end] = [kinds[index] ?? 0, starts[index] ?? 0, ends[index] ?? 0]
    return `${nameOf(kind, text.slice(start, end), isValid)} ${start}-${end}` as const
  })
}

function nameOf(kind: number, text: string, isValid: boolean): string {
  // A quote is one character to PHP, `<<<X` and its end are tokens of their own; `b"` is a quote with its prefix.
  if (kind === Kind.TemplateStart) return text.includes('<<<') ? 'start' : text
  if (kind === Kind.TemplateEnd) return text === '"' || text === '`' ? text : 'end'
  if (kind === Kind.Name || (isWord(kind) && !isValid)) return 'word'
  return kind < 128 ? text : (KINDS[kind] ?? `kind ${kind}`)
}
