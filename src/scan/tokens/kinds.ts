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
  /** `**`, `<<`, `>>` or `|>`. */
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
  /** With `(` after it; `match($x)` may still be a function of PHP before 8. */
  Match: 214,
  Clone: 215,
  /** `yield` or `yield from`. */
  Yield: 216,
  /** With a name after it; else `enum` is a name. */
  Enum: 217,
} as const

/** Whether a token is an identifier or a keyword. */
export function isWord(kind: number): boolean {
  return kind === Kind.Name || kind >= Kind.And
}
