import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import {defineFact} from './define-fact.ts'

/**
 * McCabe's cyclomatic complexity, of all code together: every place where the program may go one way or another. `else`
 * and `default` are no decisions, `do … while` is one, and so is each arm of a `match` and each `case`.
 */
export const complexity = defineFact({name: 'complexity', find: (file) => 1 + decisionsIn(file).count})

/** The decisions of a file. */
export const decisionsIn = oncePerFile((file) => {
  let count = cases(file) + ternaries(file) + matchArms(file)
  for (const kind of DECISIONS) count += file.all(kind).length
  for (const at of file.all(Kind.CompoundAssign)) if (file.source.startsWith('??=', file.starts[at])) count++
  return {count}
})

const DECISIONS = [
  Kind.If,
  Kind.ElseIf,
  Kind.For,
  Kind.Foreach,
  Kind.While,
  Kind.Catch,
  Kind.Coalesce,
  Kind.Logical,
  Kind.And,
  Kind.Or,
  Kind.Xor,
]

/** Those of an `enum` are its values. */
function cases(file: PhpFile): number {
  let count = 0
  for (const at of file.all(Kind.Case)) if (file.scope(at)?.declared !== 'enum') count++
  return count
}

const QUESTION = 63

/** `?` after a value; before a type it says that `null` is one. */
function ternaries(file: PhpFile): number {
  let count = 0
  for (const at of file.all(QUESTION)) if (endsValue(file, at - 1)) count++
  return count
}

function endsValue(file: PhpFile, at: number): boolean {
  switch (file.kind(at)) {
    case 41: // )
    case 93: // ]
    case 125: // }
    case Kind.Variable:
    case Kind.Number:
    case Kind.String:
    case Kind.TemplateEnd:
    case Kind.Increment:
    case Kind.Class: // A::class
    case Kind.Exit:
    case Kind.Die:
      return true
    case Kind.Name:
      return !MODIFIERS.has(file.word(at)) || file.kind(at - 1) === Kind.DoubleColon || file.kind(at - 1) === Kind.Arrow
    default:
      return false
  }
}

const MODIFIERS = new Set(['public', 'protected', 'private', 'readonly', 'var'])

function matchArms(file: PhpFile): number {
  let count = 0
  for (const at of file.all(Kind.Match)) {
    const open = file.partner(at + 1) + 1
    const close = file.kind(open) === 123 ? file.partner(open) : open
    for (let token = open + 1; token < close; token++) {
      if (file.kind(token) === Kind.DoubleArrow && !isDefault(file, token - 1)) count++
      token = Math.max(token, file.partner(token))
    }
  }
  return count
}

/** `default =>`, and `default, =>` with the comma that may follow. */
function isDefault(file: PhpFile, at: number): boolean {
  return file.kind(file.kind(at) === 44 ? at - 1 : at) === Kind.Default
}
