/** Where the statements of PHP end, with the parts of those that choose. */
import {isWord, Kind} from '../tokens/kinds.ts'
import type {PhpFile} from './php-file.ts'

/** Statements without braces in one another that are looked at; farther in, a statement has no end but the file's. */
const DEEPEST = 50

const OPEN = 40
const COLON = 58
const SEMICOLON = 59
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

/** Tokens, both included; none when `last` is before `first`. */
export interface Range {
  first: number
  last: number
}

/** One way through an `if`. */
export interface Branch {
  /** What is between its parentheses; absent of `else`. */
  test?: Range
  /** Its statements, without the braces. */
  body: Range
}

/** The last token of the statement that begins with `first`: its `;`, `}` or `?>`, or that of the last `else`. */
export function statementEnd(file: PhpFile, first: number, depth = 0): number {
  const farthest = file.count - 1
  if (depth > DEEPEST) return farthest
  switch (file.kind(first)) {
    case OPEN_BRACE:
      return file.partner(first, farthest)
    case Kind.If:
    case Kind.ElseIf:
      return branchesOf(file, first, depth).end
    case Kind.While:
    case Kind.For:
    case Kind.Foreach:
    case Kind.Switch:
    case Kind.Declare:
      return bodyAt(file, afterParentheses(file, first + 1), depth).end
    case Kind.Do: {
      const body = statementEnd(file, first + 1, depth + 1)
      return file.kind(body + 1) === Kind.While ? expressionStatementEnd(file, body + 1) : body
    }
    case Kind.Try:
    case Kind.Finally:
    case Kind.Catch: {
      const end = statementEnd(file, afterParentheses(file, first + 1), depth + 1)
      const next = file.kind(end + 1)
      return next === Kind.Catch || next === Kind.Finally ? statementEnd(file, end + 1, depth + 1) : end
    }
    case Kind.Function:
      return isWord(file.kind(first + 1)) || isWord(file.kind(first + 2))
        ? declarationEnd(file, first)
        : expressionStatementEnd(file, first)
    case Kind.Class:
    case Kind.Interface:
    case Kind.Trait:
    case Kind.Enum:
    case Kind.Abstract:
    case Kind.Final:
    case Kind.Namespace:
      return declarationEnd(file, first)
    case Kind.OpenTag:
    case Kind.InlineHtml:
    case Kind.Else:
    case Kind.EndBlock:
    case CLOSE_BRACE:
      return first
    default:
      return file.kind(first + 1) === Kind.Class ? declarationEnd(file, first) : expressionStatementEnd(file, first)
  }
}

/** The ways through the `if` at `first`, in order, and its last token. */
export function branchesOf(file: PhpFile, first: number, depth = 0): {branches: Branch[]; end: number} {
  const branches: Branch[] = []
  let at = first
  for (;;) {
    const isIf = file.kind(at) === Kind.If || file.kind(at) === Kind.ElseIf
    const after = isIf ? afterParentheses(file, at + 1) : at + 1
    const {body, end} = bodyAt(file, after, depth)
    branches.push(isIf ? {test: {first: at + 2, last: after - 2}, body} : {body})
    // Of `if (…): … else:` the body ends before the `else`, with nothing of its own.
    const next = end + 1
    const isNext = isIf && (file.kind(next) === Kind.ElseIf || file.kind(next) === Kind.Else)
    if (!isNext) return {branches, end}
    at = file.kind(next) === Kind.Else && file.kind(next + 1) === Kind.If ? next + 1 : next
  }
}

/** The statements that a test governs, and where what comes after them begins. */
function bodyAt(file: PhpFile, at: number, depth: number): {body: Range; end: number} {
  if (file.kind(at) === OPEN_BRACE) {
    const close = file.partner(at, file.count)
    return {body: {first: at + 1, last: close - 1}, end: close}
  }
  if (file.kind(at) !== COLON) {
    const end = statementEnd(file, at, depth + 1)
    return {body: {first: at, last: end}, end}
  }
  let next = at + 1
  while (next < file.count && !endsAlternative(file.kind(next))) next = statementEnd(file, next, depth + 1) + 1
  const isClosed = file.kind(next) === Kind.EndBlock
  const end = isClosed ? next + (file.kind(next + 1) === SEMICOLON ? 1 : 0) : next - 1
  return {body: {first: at + 1, last: next - 1}, end}
}

function endsAlternative(kind: number): boolean {
  return kind === Kind.EndBlock || kind === Kind.ElseIf || kind === Kind.Else || kind === CLOSE_BRACE
}

function afterParentheses(file: PhpFile, open: number): number {
  return file.kind(open) === OPEN ? file.partner(open, file.count) + 1 : open
}

function declarationEnd(file: PhpFile, first: number): number {
  let at = first
  while (at < file.count && file.kind(at) !== OPEN_BRACE && file.kind(at) !== SEMICOLON) at = afterBracket(file, at)
  return file.kind(at) === OPEN_BRACE ? file.partner(at, file.count - 1) : Math.min(at, file.count - 1)
}

function expressionStatementEnd(file: PhpFile, first: number): number {
  let at = first
  for (; at < file.count; at = afterBracket(file, at)) {
    const kind = file.kind(at)
    if (kind === SEMICOLON || kind === Kind.CloseTag) return at
    if (kind === CLOSE_BRACE || kind === Kind.EndBlock) return Math.max(first, at - 1)
  }
  return file.count - 1
}

function afterBracket(file: PhpFile, at: number): number {
  return file.partner(at) > at ? file.partner(at) + 1 : at + 1
}
