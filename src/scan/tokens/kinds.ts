/**
 * What a token is. A character that is a token by itself (`(`, `;`, `=` …) has its own code as kind, below 128;
 * the other kinds follow, and keywords, which are names with a meaning, come last. `if` is a keyword in `if (`, but a
 * name in `$x->if`.
 */
export const Kind = {
  InlineHtml: 128,
  OpenTag: 129,
  OpenTagEcho: 130,
  CloseTag: 131,
  /** `$name`. */
  Variable: 132,
  /** An identifier, also qualified: `A\B`. */
  Name: 133,
  Number: 134,
  /** `'…'`, or `"…"` without variables. */
  String: 135,
  /** The opening `"`, backtick or `<<<X` of text with variables in it, or of a nowdoc. */
  TemplateStart: 136,
  TemplateText: 137,
  TemplateEnd: 138,
  /** `{$` inside a template; only the brace belongs to the token. */
  CurlyOpen: 139,
  /** `${` inside a template. */
  DollarCurlyOpen: 140,
  /** `name` in `${name}`. */
  VariableName: 141,
  /** `(int)`. */
  Cast: 142,
  /** `->` or `?->`. */
  Arrow: 143,
  DoubleColon: 144,
  DoubleArrow: 145,
  /** `+=`, `.=`, `??=` …: reads, then writes. */
  CompoundAssign: 146,
  /** `??`. */
  Coalesce: 147,
  /** `++` or `--`. */
  Increment: 148,
  Ellipsis: 149,
  Comparison: 150,
  /** `&&` or `||`. */
  Logical: 151,
  /** `**`, `<<` or `>>`. */
  Operator: 152,
  /** `#[`. */
  Attribute: 153,
  /** What follows `__halt_compiler();`. */
  HaltData: 154,
  Invalid: 155,

  And: 160,
  Array: 161,
  As: 162,
  Case: 163,
  Class: 164,
  Const: 165,
  Default: 166,
  Die: 167,
  Do: 168,
  Echo: 169,
  Else: 170,
  ElseIf: 171,
  Empty: 172,
  Eval: 173,
  Exit: 174,
  Extends: 175,
  Fn: 176,
  For: 177,
  Foreach: 178,
  Function: 179,
  Global: 180,
  Goto: 181,
  HaltCompiler: 182,
  If: 183,
  Implements: 184,
  Include: 185,
  IncludeOnce: 186,
  Interface: 187,
  Isset: 188,
  List: 189,
  Namespace: 190,
  New: 191,
  Or: 192,
  Print: 193,
  Require: 194,
  RequireOnce: 195,
  Return: 196,
  Static: 197,
  Switch: 198,
  Throw: 199,
  Trait: 200,
  Try: 201,
  Unset: 202,
  Use: 203,
  While: 204,
  Xor: 205,
  Declare: 206,
  Abstract: 207,
  Final: 208,
  Catch: 209,
  Finally: 210,
  Break: 211,
  Continue: 212,
  EndBlock: 213,
} as const

/** Keywords in lower case; PHP takes them in any case. */
const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ['and', Kind.And],
  ['array', Kind.Array],
  ['as', Kind.As],
  ['case', Kind.Case],
  ['class', Kind.Class],
  ['const', Kind.Const],
  ['default', Kind.Default],
  ['die', Kind.Die],
  ['do', Kind.Do],
  ['echo', Kind.Echo],
  ['else', Kind.Else],
  ['elseif', Kind.ElseIf],
  ['empty', Kind.Empty],
  ['eval', Kind.Eval],
  ['exit', Kind.Exit],
  ['extends', Kind.Extends],
  ['fn', Kind.Fn],
  ['for', Kind.For],
  ['foreach', Kind.Foreach],
  ['function', Kind.Function],
  ['global', Kind.Global],
  ['goto', Kind.Goto],
  ['__halt_compiler', Kind.HaltCompiler],
  ['if', Kind.If],
  ['implements', Kind.Implements],
  ['include', Kind.Include],
  ['include_once', Kind.IncludeOnce],
  ['interface', Kind.Interface],
  ['isset', Kind.Isset],
  ['list', Kind.List],
  ['namespace', Kind.Namespace],
  ['new', Kind.New],
  ['or', Kind.Or],
  ['print', Kind.Print],
  ['require', Kind.Require],
  ['require_once', Kind.RequireOnce],
  ['return', Kind.Return],
  ['static', Kind.Static],
  ['switch', Kind.Switch],
  ['throw', Kind.Throw],
  ['trait', Kind.Trait],
  ['try', Kind.Try],
  ['unset', Kind.Unset],
  ['use', Kind.Use],
  ['while', Kind.While],
  ['xor', Kind.Xor],
  ['declare', Kind.Declare],
  ['abstract', Kind.Abstract],
  ['final', Kind.Final],
  ['catch', Kind.Catch],
  ['finally', Kind.Finally],
  ['break', Kind.Break],
  ['continue', Kind.Continue],
  ['endif', Kind.EndBlock],
  ['endwhile', Kind.EndBlock],
  ['endfor', Kind.EndBlock],
  ['endforeach', Kind.EndBlock],
  ['endswitch', Kind.EndBlock],
  ['enddeclare', Kind.EndBlock],
])

/** By the first letter of keywords, in lower case, their lengths as bits: most names are no keyword by that alone. */
const lengths = new Int32Array(256)
for (const keyword of KEYWORDS.keys()) {
  const first = keyword.charCodeAt(0)
  lengths[first] = (lengths[first] ?? 0) | (1 << keyword.length)
}

const UNDERSCORE = 95
const LONGEST_KEYWORD = 15

/** The keyword that `source` has from `start` to `end`, or `Kind.Name`. */
export function keywordKind(source: string, start: number, end: number): number {
  const first = source.charCodeAt(start)
  const length = end - start
  const known = lengths[first === UNDERSCORE ? first : first | 32] ?? 0
  if (length > LONGEST_KEYWORD || (known & (1 << length)) === 0) return Kind.Name
  const word = source.slice(start, end)
  return KEYWORDS.get(word) ?? KEYWORDS.get(word.toLowerCase()) ?? Kind.Name
}

/** Whether a token is an identifier or a keyword. */
export function isWord(kind: number): boolean {
  return kind === Kind.Name || kind >= Kind.And
}
