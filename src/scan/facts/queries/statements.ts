/** The SQL statements that stand in the text of a file. */
import {oncePerFile} from '../../syntax/once-per-file.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {decodeText} from '../../text.ts'
import {Kind} from '../../tokens/kinds.ts'
import {assembledText, type Budget, budgetFor, HOLE, NAMED} from '../assembled-text.ts'
import {assignedTo, isGivenToQuery, isNamedForSql} from './context.ts'
import {readStatement, type Statement} from './sql-tables.ts'

/** A statement with the tokens that make it. */
export interface FoundStatement extends Statement {
  first: number
  last: number
  /** Put together from more than text and constants. */
  isDynamic: boolean
  /** What it is assigned to: `$sql`, `$this->query`. */
  variable?: string
}

/** A statement that may go on: `$sql = 'SELECT id'; $sql .= ' FROM users'`. */
interface OpenStatement {
  found: FoundStatement
  text: string
  pieces: number
}

/** What was found in a file so far. */
interface State {
  found: FoundStatement[]
  /** By scope and variable, the statement that it was given last. */
  open: Map<string, OpenStatement>
  budget: Budget
}

/** More is not read: a statement shows its tables before. */
const LONGEST = 20_000
/** Pieces that are appended to one statement. */
const MOST_PIECES = 50

/** All statements of a file, in order. */
export const statementsIn = oncePerFile((file): readonly FoundStatement[] => {
  const found: FoundStatement[] = []
  const state: State = {found, open: new Map(), budget: budgetFor(file)}
  // What is in a statement starts no other.
  let end = -1
  for (const first of candidates(file)) if (first > end) end = textAt(file, first, state) ?? end
  return found
})

/** Text that may start a statement by its first characters, or that is appended to something, in order. */
function candidates(file: PhpFile): number[] {
  const {kinds, source, starts} = file
  const found: number[] = []
  const add = (token: number, offset: number): void => {
    const first = source.charCodeAt(offset)
    const pair = first > 64 && first < 123 ? STARTS[pairOf(first, source.charCodeAt(offset + 1))] : first < 48
    if (pair || kinds[token - 1] === Kind.CompoundAssign) found.push(token)
  }
  const all = file.all(Kind.String)
  for (let index = 0; index < all.length; index++) {
    const token = all[index] as number
    add(token, (starts[token] as number) + 1)
  }
  const strings = found.length
  for (const token of file.all(Kind.TemplateStart)) add(token, starts[token + 1] ?? 0)
  return found.length > strings ? found.sort((a, b) => a - b) : found
}

/** Two letters as one number, the same in capitals and small letters. */
function pairOf(first: number, second: number): number {
  return ((first & 31) << 5) | (second & 31)
}

/** How verbs and parts of queries start; a backslash may start `\n`. */
const STARTS = new Uint8Array(1024)
for (const start of 'se in up de re cr al dr tr wi fr jo le ri na \\n \\t \\r'.split(' '))
  STARTS[pairOf(start.charCodeAt(0), start.charCodeAt(1))] = 1

/** Looks at the text that token `first` begins; gives the last token of the statement there. */
function textAt(file: PhpFile, first: number, state: State): number | undefined {
  const {found, open, budget} = state
  if (open.size && file.kind(first - 1) === Kind.CompoundAssign) return append(file, first, state)
  const isTemplate = file.kind(first) === Kind.TemplateStart
  const offset = isTemplate ? (file.starts[first + 1] ?? 0) : (file.starts[first] ?? 0) + 1
  if (!mayStart(file.source, offset, file.kind(first + 1) === DOT)) return undefined
  const {text, last} = assembledText(file, first, {most: LONGEST, budget})
  const statement = readStatement(decodeText(text))
  if (!statement) return undefined
  const variable = assignedTo(file, first)
  const isExpected = (): boolean => isNamedForSql(file, first, variable) || isGivenToQuery(file, first)
  const mayBe = statement.isComplete || (statement.isMarked && !statement.isFragment)
  if (!isSql(statement, text) && !(mayBe && isExpected())) return undefined
  const all = {...statement, first, last, isDynamic: isPutTogether(text)}
  const use: FoundStatement = variable === undefined ? all : {...all, variable}
  found.push(use)
  if (variable !== undefined) open.set(keyOf(file, first, variable), {found: use, text, pieces: 0})
  return last
}

function keyOf(file: PhpFile, token: number, variable: string): string {
  return `${file.scopes.of[token] ?? 0} ${variable}`
}

/** Adds `$sql .= '…'` to the statement in `$sql`. */
function append(file: PhpFile, first: number, {open, budget}: State): number | undefined {
  const variable = assignedTo(file, first)
  const statement = variable === undefined ? undefined : open.get(keyOf(file, first, variable))
  if (!statement || ++statement.pieces > MOST_PIECES || statement.text.length > LONGEST) return undefined
  const {text, last} = assembledText(file, first, {most: LONGEST, budget})
  statement.text += text
  const {found} = statement
  Object.assign(found, readStatement(decodeText(statement.text)))
  found.isDynamic ||= isPutTogether(text)
  return last
}

const DOT = 46

const VERB =
  /(?:[\s(]|\\[nrt])*(?:(?:select|insert|update|delete|replace|create|alter|drop|truncate)(?![\w:=[.#>-])|with\s+[\w"`]+\s[^'"]{0,200}?\bas\s*\()/iy
const FRAGMENT = /(?:[\s(]|\\[nrt])*(?:from|(?:(?:left|right|inner|cross|natural)\s+)?(?:outer\s+)?join)\s/iy

/**
 * Whether text at an offset may start a statement, by its first word.
 *
 * @param goesOn whether something is joined to the text: a single word is an action, such as `'delete'`
 */
function mayStart(source: string, offset: number, goesOn: boolean): boolean {
  VERB.lastIndex = offset
  if (VERB.test(source)) return goesOn || !/['"]/.test(source.charAt(VERB.lastIndex))
  FRAGMENT.lastIndex = offset
  return FRAGMENT.test(source)
}

/**
 * Whether a statement is one by itself. “Delete from cart” could be one, so the verb has to be in capitals, or in small
 * letters with what no sentence has; and a `SELECT` of no table stands only where SQL is expected.
 */
function isSql({isComplete, isMarked, isFragment}: Statement, text: string): boolean {
  if (!isComplete) return false
  if (isFragment) return /^[\s(]*[A-Z]{2}/.test(text) && (isMarked || text.includes(NAMED))
  if (/^[\s(]*[A-Z]{2}/.test(text)) return isMarked || /[a-z_]/.test(text)
  return isMarked && (/^[\s(]*[a-z]/.test(text) || /\b(?:FROM|SET|VALUES|WHERE)\b/.test(text))
}

/** Constants are known before the program runs, all else is not. */
function isPutTogether(text: string): boolean {
  return text.includes(HOLE) || text.includes(`${NAMED}$`)
}
