/** Words that mean something: PHP's keywords, in any case. */
import {Kind} from './kinds.ts'

/** A visibility, which may go on: `private(set)`. It is a name all the same. */
export const VISIBILITY = 1

/** Keywords as they are told apart here: what nobody asks for is a name. */
const KEYWORDS: readonly (readonly [kind: number, words: string])[] = [
  [Kind.And, 'and'],
  [Kind.Array, 'array'],
  [Kind.As, 'as'],
  [Kind.Case, 'case'],
  [Kind.Class, 'class'],
  [Kind.Const, 'const'],
  [Kind.Default, 'default'],
  [Kind.Die, 'die'],
  [Kind.Do, 'do'],
  [Kind.Echo, 'echo'],
  [Kind.Else, 'else'],
  [Kind.ElseIf, 'elseif'],
  [Kind.Empty, 'empty'],
  [Kind.Eval, 'eval'],
  [Kind.Exit, 'exit'],
  [Kind.Extends, 'extends'],
  [Kind.Fn, 'fn'],
  [Kind.For, 'for'],
  [Kind.Foreach, 'foreach'],
  [Kind.Function, 'function'],
  [Kind.Global, 'global'],
  [Kind.Goto, 'goto'],
  [Kind.HaltCompiler, '__halt_compiler'],
  [Kind.If, 'if'],
  [Kind.Implements, 'implements'],
  [Kind.Include, 'include'],
  [Kind.IncludeOnce, 'include_once'],
  [Kind.Interface, 'interface'],
  [Kind.Isset, 'isset'],
  [Kind.List, 'list'],
  [Kind.Namespace, 'namespace'],
  [Kind.New, 'new'],
  [Kind.Or, 'or'],
  [Kind.Print, 'print'],
  [Kind.Require, 'require'],
  [Kind.RequireOnce, 'require_once'],
  [Kind.Return, 'return'],
  [Kind.Static, 'static'],
  [Kind.Switch, 'switch'],
  [Kind.Throw, 'throw'],
  [Kind.Trait, 'trait'],
  [Kind.Try, 'try'],
  [Kind.Unset, 'unset'],
  [Kind.Use, 'use'],
  [Kind.While, 'while'],
  [Kind.Xor, 'xor'],
  [Kind.Declare, 'declare'],
  [Kind.Abstract, 'abstract'],
  [Kind.Final, 'final'],
  [Kind.Catch, 'catch'],
  [Kind.Finally, 'finally'],
  [Kind.Break, 'break'],
  [Kind.Continue, 'continue'],
  [Kind.EndBlock, 'endif endwhile endfor endforeach endswitch enddeclare'],
  [Kind.Match, 'match'],
  [Kind.Clone, 'clone'],
  [Kind.Yield, 'yield'],
  [Kind.Enum, 'enum'],
  [VISIBILITY, 'public protected private'],
]

interface Keyword {
  kind: number
  /** Its letters with bit 32 set, by which upper and lower case are the same; no other letter of a label is. */
  folded: Uint8Array
}

/** Keywords by their first letter, of which five bits tell the letters apart, and their length. */
const byStart: Keyword[][] = Array.from({length: 32 << 4}, () => [])
/** By the first letter as it is written, the lengths of keywords as bits; none is longer than 15. */
export const KEYWORD_LENGTHS = new Uint16Array(256)
const LONGEST = 15

const LOWER_CASE = 32
const startOf = (first: number, length: number): number => ((first & 31) << 4) | length

for (const [kind, words] of KEYWORDS) {
  for (const word of words.split(' ')) {
    const folded = Uint8Array.from(word, (letter) => letter.charCodeAt(0) | LOWER_CASE)
    for (const first of [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)])
      KEYWORD_LENGTHS[first] = (KEYWORD_LENGTHS[first] as number) | (1 << word.length)
    byStart[startOf(word.charCodeAt(0), word.length)]?.push({kind, folded})
  }
}

/** The keyword from `start` to `end`, or `Kind.Name`. */
export function keywordKind(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length > LONGEST) return Kind.Name
  for (const {kind, folded} of byStart[startOf(bytes[start] as number, length)] as Keyword[]) {
    let at = 0
    while (at < length && ((bytes[start + at] as number) | LOWER_CASE) === folded[at]) at++
    if (at === length) return kind
  }
  return Kind.Name
}
