/** PHP's own tokens, from a real `php`, in the kinds that our tokenizer tells apart. */
import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {isWord, Kind} from '../../../src/scan/tokens/kinds.ts'
import {tokenize} from '../../../src/scan/tokens/tokenize.ts'

type ComparedToken = `${string} ${number}-${number}`

const oracle = fileURLToPath(new URL('token-oracle.php', import.meta.url))

/** Tokens of each source, as real PHP sees them; `shortTags` as the site's `short_open_tag`. */
export function phpTokens(sources: readonly Buffer[], shortTags = true): ComparedToken[][] {
  const input = sources.map((source) => source.toString('base64')).join('\n')
  const options = ['-n', '-d', `short_open_tag=${shortTags ? 1 : 0}`, '-d', 'memory_limit=-1', '-d', 'display_errors=0']
  const extension = spawnSync('php', ['-n', '-r', 'exit((int) !function_exists("token_get_all"));']).status
  const load = extension === 0 ? [] : ['-d', 'extension=tokenizer']
  const run = spawnSync('php', [...options, ...load, oracle], {
    input: `${input}\n`,
    maxBuffer: 1 << 30,
    encoding: 'latin1',
  })
  if (run.status !== 0) throw new Error(`php failed: ${run.stderr}`)
  const lines = run.stdout.trimEnd().split('\n')
  return lines.map((line) => (JSON.parse(line) as [string, number, number][]).flatMap(comparable))
}

function comparable([name, start, end]: [string, number, number]): ComparedToken[] {
  return [`${name.startsWith('T_') ? (NAMES[name] ?? kindOfOther(name)) : character(name)} ${start}-${end}`]
}

function character(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1')
}

const NAMES: Record<string, string> = {
  T_INLINE_HTML: 'html',
  T_OPEN_TAG: 'open',
  T_OPEN_TAG_WITH_ECHO: 'open',
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
  [Kind.OpenTagEcho]: 'open',
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
}

/** Our tokens in the same form. */
export function ourTokens(source: Buffer): ComparedToken[] {
  const {source: text, count, kinds, starts, ends} = tokenize(source.toString('latin1'))
  return Array.from({length: count}, (_, index) => {
    const [kind, start, end] = [kinds[index] ?? 0, starts[index] ?? 0, ends[index] ?? 0]
    return `${nameOf(kind, text.slice(start, end))} ${start}-${end}` as const
  })
}

function nameOf(kind: number, text: string): string {
  // A quote is one character to PHP, `<<<X` and its end are tokens of their own; `b"` is a quote with its prefix.
  if (kind === Kind.TemplateStart) return text.includes('<<<') ? 'start' : text
  if (kind === Kind.TemplateEnd) return text === '"' || text === '`' ? text : 'end'
  return kind < 128 ? text : isWord(kind) ? 'word' : (KINDS[kind] ?? `kind ${kind}`)
}
