/** The classes and constants that a file names. */
import {oncePerFile} from '../../syntax/once-per-file.ts'
import {isPartOfText} from '../../syntax/parts-of-text.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {Kind} from '../../tokens/kinds.ts'
import {importsIn, typeNames} from './type-names.ts'

/** Names as they are written, with a leading `\` where there is one, each with the first token that names it. */
interface NamesUsed {
  classes: ReadonlyMap<string, number>
  constants: ReadonlyMap<string, number>
  /** What is imported from outside any namespace, in lower case: `use PDO;`. */
  imports: ReadonlySet<string>
  /** The file, or a part of it, is in a namespace. */
  isNamespaced: boolean
}

const OPEN = 40

/** All of a file. */
export const namesUsed = oncePerFile((file): NamesUsed => {
  const classes = new Map<string, number>()
  const constants = new Map<string, number>()
  const imports = new Set<string>()
  const types = typeNames(file)
  const statements = importsIn(file)
  const {kinds} = file
  let next = 0
  const all = file.all(Kind.Name)
  for (let index = 0; index < all.length; index++) {
    const at = all[index] as number
    // Most names are those of members and functions.
    const before = kinds[at - 1]
    if (before === Kind.Arrow || before === Kind.DoubleColon || before === Kind.Function) continue
    if (kinds[at + 1] === OPEN && before !== Kind.New && !types.has(at)) continue
    if (isPlainValue(file, at)) continue
    while ((statements[next]?.[1] ?? at) < at) next++
    if ((statements[next]?.[0] ?? at) < at) {
      if (!file.word(at).includes('\\')) imports.add(file.word(at))
      continue
    }
    const isClass = types.has(at) || meansClass(file, at)
    if (!isClass && !isConstant(file, at)) continue
    const name = file.raw(at)
    const known = isClass ? classes : constants
    if (!known.has(name) && !(isClass ? TYPES.has(name.toLowerCase()) : isReserved(name))) known.set(name, at)
  }
  return {classes, constants, imports, isNamespaced: file.all(Kind.Namespace).length > 0}
})

/** `true`, `false` and `null`, the most frequent names of all; as types, too. */
function isPlainValue({source, starts, ends}: PhpFile, at: number): boolean {
  const start = starts[at] ?? 0
  const length = (ends[at] ?? 0) - start
  if (length !== 4 && length !== 5) return false
  const first = source.charCodeAt(start) | 32
  if (first !== 116 && first !== 102 && first !== 110) return false // t f n
  const word = source.slice(start, start + length)
  return PLAIN_VALUES.has(word) || PLAIN_VALUES.has(word.toLowerCase())
}

const PLAIN_VALUES = new Set(['true', 'false', 'null'])

/** Names of types that are no classes (PHP manual, "Type declarations"), and words that stand before types. */
const TYPES = new Set(
  (
    'self parent static int float string bool array callable iterable object mixed void never null false true ' +
    'public protected private public(set) protected(set) private(set) readonly var'
  ).split(' '),
)

/** `new A`, `A::b()`, `$x instanceof A`, `A $property`. */
function meansClass(file: PhpFile, at: number): boolean {
  const before = file.kind(at - 1)
  const after = file.kind(at + 1)
  if (after === Kind.DoubleColon || before === Kind.New) return true
  if (before === Kind.Name) {
    const word = file.word(at - 1)
    if (word === 'instanceof' || word === 'insteadof') return true
  }
  return after === Kind.Variable ? file.word(at) !== 'instanceof' : isTypeOfProperty(file, at, after)
}

/** The names in `A|B $property`, and in `A|array $property`. */
function isTypeOfProperty(file: PhpFile, first: number, after: number): boolean {
  if (after !== 124 && after !== 38) return false
  let at = first
  while ((file.kind(at + 1) === 124 || file.kind(at + 1) === 38) && isType(file.kind(at + 2))) at += 2
  return at > first && file.kind(at + 1) === Kind.Variable
}

function isType(kind: number): boolean {
  return kind === Kind.Name || kind === Kind.Array || kind === Kind.Static
}

/** Whether a name that means no class is that of a constant which is read here. */
function isConstant(file: PhpFile, at: number): boolean {
  switch (file.kind(at + 1)) {
    case 61: // const A =
    case Kind.Name: // instanceof A, public int
    case Kind.Variable:
    case Kind.Function:
    case Kind.Static:
    case Kind.Class:
      return false
    case 58: // label: and name: $value
      if (isLabel(file.kind(at - 1))) return false
      break
    case 93: // "$a[key]"
      if (isKeyInText(file, at)) return false
  }
  switch (file.kind(at - 1)) {
    case Kind.Class:
    case Kind.Interface:
    case Kind.Trait:
    case Kind.Enum:
    case Kind.Const:
    case Kind.Namespace:
    case Kind.Goto:
    case Kind.Name: // const int A
      return false
    case Kind.Case:
      return file.scope(at)?.declared !== 'enum'
    default:
      return true
  }
}

/** After what a name with a colon is a label or the name of an argument. */
function isLabel(before: number): boolean {
  switch (before) {
    case OPEN:
    case 44: // ,
    case 59: // ;
    case 123: // {
    case 125: // }
    case Kind.OpenTag:
      return true
    default:
      return false
  }
}

/** A key without quotes in text is text. */
function isKeyInText(file: PhpFile, at: number): boolean {
  if (file.kind(at - 1) !== 91 || file.kind(at - 2) !== Kind.Variable) return false
  return isPartOfText(file.kind(at + 2))
}

/** Words of the language that are no keywords here, and constants that every file has. */
const RESERVED = new Set(
  'true false null self parent public protected private readonly var instanceof insteadof'.split(' '),
)

function isReserved(name: string): boolean {
  const word = name.startsWith('\\') ? name.slice(1) : name
  return word.startsWith('__') ? word.endsWith('__') : RESERVED.has(word.toLowerCase())
}
