/** Goes through the words of an SQL statement and collects the tables that it names. */
import {BEFORE_TABLE, KEYWORDS, NO_TABLE, PROSE} from './sql-keywords.ts'
import type {SqlWord} from './sql-words.ts'

/** A table that a statement names. */
export interface NamedTable {
  name: string
  /** When the name is the value of a variable and nothing else. */
  variable?: string
}

/** What is done with a table. */
export type Target = 'reads' | 'writes'

/** What stands between two parentheses. */
interface Level {
  /** A `SELECT` was seen, so that `FROM` is followed by tables; in `TRIM('x' FROM a)` it is not. */
  selects: boolean
  /** What is done with the tables that follow commas, from `FROM` to the next clause. */
  lists: Target | undefined
}

/** Where a statement is read, and what was found before. */
export class SqlCursor {
  readonly words: readonly SqlWord[]
  /** The next word. */
  at = 0
  readonly found: Record<Target, NamedTable[]> = {reads: [], writes: []}
  /** Other names of tables, in lower case. */
  readonly aliases = new Map<string, NamedTable>()
  /** What the statement is about was found. */
  isComplete = false
  /** It is no SQL, but a sentence. */
  isProse = false
  level: Level = {selects: false, lists: undefined}
  private readonly levels: Level[] = []

  constructor(words: readonly SqlWord[]) {
    this.words = words
  }

  /** How many parentheses are open. */
  get depth(): number {
    return this.levels.length
  }

  /** The word at `at`, by default the next one; empty when it is no plain one. */
  word(at = this.at): string {
    return this.words[at]?.word ?? ''
  }

  isKeyword(at: number): boolean {
    return KEYWORDS.has(this.word(at))
  }

  /** A name that is no keyword: in a row of them there is no SQL. */
  isPlainName(at: number): boolean {
    const {name, word = ''} = this.words[at] ?? {}
    return name !== undefined && word !== '' && !this.isKeyword(at)
  }

  skip(words: ReadonlySet<string>): void {
    while (words.has(this.word())) this.at++
  }

  /** Goes behind `(`. */
  open(): void {
    this.levels.push(this.level)
    this.level = {selects: false, lists: undefined}
    this.at++
  }

  /** Leaves what stands between parentheses. */
  close(): void {
    this.level = this.levels.pop() ?? {selects: false, lists: undefined}
  }

  /** Leaves all parentheses. */
  closeAll(): void {
    this.levels.length = 0
    this.level = {selects: false, lists: undefined}
  }

  /** Whether tables follow commas from here on, and what is done with them. */
  goOn(target: Target | undefined): void {
    this.level.lists = target
  }

  /** Takes a table here, with its other name; `list` when more may follow commas. Whether there is one. */
  table(target: Target, list: boolean): boolean {
    this.goOn(list ? target : undefined)
    this.skip(BEFORE_TABLE)
    // `FROM (a JOIN b)`; a query in parentheses goes on as queries do.
    while (list && this.word() === '(') {
      this.open()
      if (this.word() === 'SELECT') return true
      this.goOn(target)
    }
    const {word = '', name, variable} = this.words[this.at] ?? {}
    if (name === undefined || NO_TABLE.has(word)) return false
    if (PROSE.has(word) || (word === 'A' && this.isPlainName(this.at + 1))) this.isProse = true
    this.at++
    // `FROM generate_series(1, 9)` is a function, `INSERT INTO users (id)` is not.
    if (list && this.word() === '(') return true
    if (/^\d*$/.test(name)) return false
    const table = variable === undefined ? {name} : {name, variable}
    this.found[target].push(table)
    this.isComplete = true
    this.alias(table)
    return true
  }

  private alias(table: NamedTable): void {
    const at = this.word() === 'AS' ? this.at + 1 : this.at
    const {name, word = ''} = this.words[at] ?? {}
    if (name === undefined || KEYWORDS.has(word)) return
    this.aliases.set(name.toLowerCase(), table)
    this.at = at + 1
    // After a table and its other name SQL has a sign or keyword, a sentence goes on.
    if (word !== '' && this.isPlainName(this.at)) this.isProse = true
  }
}
