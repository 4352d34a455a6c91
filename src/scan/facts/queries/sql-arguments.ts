import type {PhpFile} from '../../syntax/php-file.ts'
import {Kind} from '../../tokens/kinds.ts'
import {statementsIn} from './statements.ts'

/** Which calls of a file are given SQL: its text, or a variable that holds it. */
export class SqlArguments {
  private readonly file: PhpFile
  private readonly statements: ReadonlySet<number>
  private readonly variables: ReadonlySet<string>

  constructor(file: PhpFile) {
    this.file = file
    this.statements = new Set(statementsIn(file).map(({first}) => first))
    this.variables = new Set(statementsIn(file).flatMap(({variable}) => variable ?? []))
  }

  /** As what the first argument behind the bracket at `open` is SQL, or the second when the first is a connection. */
  givenAs(open: number): 'text' | 'variable' | undefined {
    const {file} = this
    const isConnection = file.kind(open + 1) === Kind.Variable && file.kind(open + 2) === 44
    return this.sqlAt(open + 1) ?? (isConnection ? this.sqlAt(open + 3) : undefined)
  }

  private sqlAt(at: number): 'text' | 'variable' | undefined {
    const {file} = this
    switch (file.kind(at)) {
      case Kind.String:
      case Kind.TemplateStart:
        return this.statements.has(at) ? 'text' : undefined
      case Kind.Name: // sprintf('SELECT …', $id)
        return file.kind(at + 1) === 40 && this.statements.has(at + 2) ? 'text' : undefined
      case Kind.Variable: {
        const next = file.kind(at + 1)
        const name = next === 41 || next === 44 || next === 46 ? file.raw(at) : ''
        return name !== '' && (this.variables.has(name) || NAMED_SQL.test(name)) ? 'variable' : undefined
      }
      default:
        return undefined
    }
  }
}

/** Variables that are named for the text of SQL; `$query` may be a result as well. */
const NAMED_SQL = /sql(?:_?(?:query|text|statement))?\d?$|^\$(?:query|qry)_?(?:string|text|sql)$/i
