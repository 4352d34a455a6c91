/** Where SQL is expected: in calls and variables that are named for it. */
import {opening} from '../../inputs/access.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {isWord, Kind} from '../../tokens/kinds.ts'

const LONGEST_NAME = 60
const EQUALS = 61

/** What the expression that starts at a token is assigned or appended to: `$sql`, `$this->query`, `$queries[]`. */
export function assignedTo(file: PhpFile, first: number): string | undefined {
  const operator = file.kind(first - 1)
  if (operator !== EQUALS && operator !== Kind.CompoundAssign) return undefined
  const last = first - 2
  let at = last
  while (file.kind(at) === 93 && file.partner(at) < at) at = file.partner(at) - 1
  if (file.kind(at) === Kind.Name) {
    const before = file.kind(at - 1)
    if (before !== Kind.Arrow && before !== Kind.DoubleColon) return undefined
    at -= 2
  } else if (file.kind(at - 1) === Kind.DoubleColon) at -= 2
  const [start, end] = [file.starts[at] ?? 0, file.ends[last] ?? 0]
  return file.kind(at) === Kind.Variable || at < last
    ? file.source.slice(start, Math.min(end, start + LONGEST_NAME))
    : undefined
}

const FOR_SQL = /sql|quer|qry|stmt|statement/i

/** Whether the text at `first` is given to a variable or key that is named for SQL: `$sql = …`, `'query' => …`. */
export function isNamedForSql(file: PhpFile, first: number, variable: string | undefined): boolean {
  if (variable !== undefined) return FOR_SQL.test(variable)
  return (
    file.kind(first - 1) === Kind.DoubleArrow &&
    file.kind(first - 2) === Kind.String &&
    FOR_SQL.test(file.raw(first - 2))
  )
}

const TAKES_SQL = /sql|quer|exec|prepare|select|fetch|^get_?(one|row|all|col|assoc|var|results)$|(^|_)db_/

/** Whether the text at `first` is an argument of a function or method that is named for queries. */
export function isGivenToQuery(file: PhpFile, first: number): boolean {
  const before = file.kind(first - 1)
  if (before !== 40 && before !== 44) return false
  const name = opening(file, first - 1) - 1
  return name > 0 && isWord(file.kind(name)) && TAKES_SQL.test(file.word(name))
}
