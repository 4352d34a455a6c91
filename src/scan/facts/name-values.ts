/** What a file says of names that other files may use to make the names of what they include. */
import {elementsOf} from '../syntax/array-elements.ts'
import {className} from '../syntax/callee.ts'
import {argumentsOf, expressionEnd} from '../syntax/expressions.ts'
import {either, UNKNOWN} from '../syntax/name-alternatives.ts'
import {nameParts} from '../syntax/name-parts.ts'
import {mayGiveName} from '../syntax/name-references.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {withVariables} from '../syntax/variables.ts'
import {decodeText} from '../text.ts'
import {Kind} from '../tokens/kinds.ts'
import {stringValue} from '../tokens/string-literal.ts'
import type {NamePart, NameValue} from '../types.ts'
import {defineFact} from './define-fact.ts'
import {isKnown, namesFile, valueAt} from './names/file-names.ts'
import {callsOfFunction} from './names/functions-called.ts'

/** Constants, variables of the top level, properties and settings that can be part of a file name. */
export const nameValues = defineFact({
  name: 'nameValues',
  find(file) {
    const values = new Values(file)
    inCalls(file, values)
    if (file.all(Kind.Const).length) inConstants(file, values)
    const others: number[] = []
    for (const at of variablesGivenValues(file)) if (!inVariable(file, at, values)) others.push(at)
    inReturns(file, values)
    return values.all(others)
  },
})

/** Values of one name that are kept apart. */
const MOST_OF_NAME = 6
/** Names of one file: more are data. */
const MOST_NAMES = 100

const EQUALS = 61

class Values {
  private readonly file: PhpFile
  private readonly byName = new Map<string, NamePart[][]>()

  constructor(file: PhpFile) {
    this.file = file
  }

  /** Takes the value that starts at token `first`, of a name that stands at `at`. */
  add(name: string, first: number, at: number): void {
    const last = expressionEnd(this.file, first)
    if (valueAt(this.file, first) === 'array') {
      const all = elementsOf(this.file, first, last).map(({value}) => withVariables(this.file, value, at))
      this.push(`${name}[]`, either(all))
    } else this.addParts(name, nameParts(this.file, first, last), at)
  }

  /** Takes what is put into an array: `$files['start'] = 'a.php'`, `$pages['start'] = ['file' => 'a.php']`. */
  addElement(name: string, first: number, at: number): void {
    const last = expressionEnd(this.file, first)
    if (valueAt(this.file, first) !== 'array') this.addParts(`${name}[]`, nameParts(this.file, first, last), at)
    else {
      for (const {key = '', value} of elementsOf(this.file, first, last)) this.addParts(`${name}[][${key}]`, value, at)
    }
  }

  addParts(name: string, parts: readonly NamePart[], at: number): void {
    const value = withVariables(this.file, parts, at)
    if (isKnown(value)) this.push(name, value)
  }

  /** Of a function all that it may return counts, also what is not known. */
  addReturned(name: string, parts: readonly NamePart[], at: number): void {
    const value = withVariables(this.file, parts, at)
    if (isKnown(value)) this.push(name, value)
    else this.push(name, value.some((part) => 'parameter' in part) ? value : UNKNOWN)
  }

  /** All names; those that the variables at `others` give something else to have values that are not known, too. */
  all(others: readonly number[]): NameValue[] | undefined {
    if (!this.byName.size) return undefined
    const changed = new Set(others.map((at) => nameOf(this.file, at)))
    const found: NameValue[] = []
    for (const [name, all] of this.byName) {
      if (found.length === MOST_NAMES) break
      if (!name.endsWith(']') && all.length > MOST_OF_NAME) continue
      if (name.endsWith(')') && !all.some(isKnown)) continue
      found.push({name, value: either(changed.has(name) ? [...all, UNKNOWN] : all)})
    }
    return found.length ? found : undefined
  }

  private push(name: string, value: NamePart[]): void {
    const known = this.byName.get(name)
    if (known) known.push(value)
    else this.byName.set(name, [value])
  }
}

/** Functions that return names of files: `function path($name) { return ROOT . "/$name.php"; }`. */
function inReturns(file: PhpFile, values: Values): void {
  let scope = -1
  let name: string | undefined
  for (const at of file.all(Kind.Return)) {
    if (file.scopes.of[at] !== scope) {
      scope = file.scopes.of[at] ?? 0
      const {kind, name: own} = file.scopes.list[scope] ?? {kind: 'file', name: ''}
      const isNamed = (kind === 'function' || kind === 'method') && mayGiveName(own)
      name = isNamed ? `${decodeText(own).toLowerCase()}()` : undefined
    }
    if (name === undefined || file.kind(at + 1) === 59) continue
    values.addReturned(name, nameParts(file, at + 1, expressionEnd(file, at + 1)), at)
  }
}

/** `define('ROOT', …)`, `set_include_path(…)`, `ini_set('include_path', …)`, `chdir(…)`. */
function inCalls(file: PhpFile, values: Values): void {
  for (const at of callsOfFunction(file, 'define')) {
    const [name, value] = argumentsOf(file, at + 1)
    if (name && value && isString(file, name) && isOfUse(file, value[0])) {
      values.add(stringValue(file.raw(name[0])), value[0], at)
    }
  }
  const addSetting = (setting: string, at: number, given: readonly [number, number] | undefined): void => {
    if (given) values.addParts(setting, nameParts(file, given[0], given[1]), at)
  }
  for (const at of callsOfFunction(file, 'set_include_path'))
    addSetting('include_path', at, argumentsOf(file, at + 1)[0])
  for (const at of callsOfFunction(file, 'chdir')) addSetting('chdir', at, argumentsOf(file, at + 1)[0])
  for (const at of callsOfFunction(file, 'ini_set')) {
    const [name, value] = argumentsOf(file, at + 1)
    const isPath = name && isString(file, name) && stringValue(file.raw(name[0])).toLowerCase() === 'include_path'
    if (isPath) addSetting('include_path', at, value)
  }
}

function isString(file: PhpFile, [first, last]: readonly [number, number]): boolean {
  return first === last && file.kind(first) === Kind.String
}

function isOfUse(file: PhpFile, first: number): boolean {
  const value = valueAt(file, first)
  return value === 'name' || value === 'array' || value === 'empty'
}

/** `const ROOT = …, LIB = …;`, at the top level or in a class. */
function inConstants(file: PhpFile, values: Values): void {
  for (const at of file.all(Kind.Const)) {
    if (file.kind(at - 1) === Kind.Use) continue
    // PHP 8.3: a class constant may have a type.
    let name = file.kind(at + 2) === EQUALS ? at + 1 : at + 2
    while (file.kind(name) === Kind.Name && file.kind(name + 1) === EQUALS) {
      if (isOfUse(file, name + 2)) {
        const constant = file.raw(name)
        const full = file.isTopLevel(at) ? decodeText(constant) : inClass(classAround(file, at), `::${constant}`)
        if (full !== undefined) values.add(full, name + 2, at)
      }
      name = expressionEnd(file, name + 2) + 2
    }
  }
}

/** Variables of the top level and properties where they get a value, or an element of them does. */
function variablesGivenValues(file: PhpFile): number[] {
  const found: number[] = []
  const {kinds, scopes} = file
  let next = 1
  const variables = file.all(Kind.Variable)
  for (let index = 0; index < variables.length; index++) {
    const at = variables[index] as number
    const after = kinds[at + 1]
    if (after === Kind.Arrow) {
      const afterProperty = kinds[at + 3]
      if ((afterProperty === EQUALS || afterProperty === 91) && file.raw(at) === '$this') found.push(at)
    } else if (after === EQUALS || after === 91) {
      const scope = scopes.of[at] ?? 0
      if (kinds[at - 1] === Kind.DoubleColon) found.push(at)
      else if (scope !== 0) {
        if (after === EQUALS && scopes.list[scope]?.kind === 'class') found.push(at)
      } else {
        while ((scopes.list[next]?.start ?? file.count) <= at) next++
        const open = scopes.list[next]?.parameters ?? -1
        // Parameters have defaults, which are no values.
        if (open < 0 || open > at) found.push(at)
      }
    }
  }
  return found
}

/** Takes the value that a variable or property gets; false when it is one of which nothing is known. */
function inVariable(file: PhpFile, at: number, values: Values): boolean {
  const member = file.kind(at + 1) === Kind.Arrow ? at + 2 : at
  const isElement = file.kind(member + 1) === 91
  const equals = isElement ? file.partner(member + 1) + 1 : member + 1
  if (file.kind(equals) !== EQUALS) return true
  const first = equals + 1
  if (isElement) {
    const name = namesFile(file, first) ? nameOf(file, at) : undefined
    if (name !== undefined) values.addElement(name, first, at)
    return true
  }
  const value = valueAt(file, first)
  if (value === 'text' || value === 'other') return value === 'text'
  const name = nameOf(file, at)
  if (name !== undefined && (value !== 'empty' || OF_DIRECTORY.test(name))) values.add(name, first, at)
  return true
}

/** Variables that are empty where others have a directory; most that are empty are nothing of the kind. */
const OF_DIRECTORY = /path|root|dir|base|prefix/i

/** The name by which other files know a variable or property. */
function nameOf(file: PhpFile, at: number): string | undefined {
  const raw = file.raw(at)
  if (file.kind(at + 1) === Kind.Arrow) return inClass(className(file, at), `->${file.raw(at + 2)}`)
  if (file.kind(at - 1) === Kind.DoubleColon) {
    const word = file.word(at - 2)
    const isOwn = word === 'self' || word === 'static'
    return inClass(isOwn ? className(file, at) : word.slice(word.lastIndexOf('\\') + 1), `::${raw}`)
  }
  if (file.isTopLevel(at)) return decodeText(raw)
  const isStatic = [at - 1, at - 2, at - 3].some((token) => file.kind(token) === Kind.Static)
  return inClass(classAround(file, at), isStatic ? `::${raw}` : `->${raw.slice(1)}`)
}

/** The class of which a token declares a member, in lower case. */
function classAround(file: PhpFile, at: number): string | undefined {
  const scope = file.scope(at)
  return scope?.kind === 'class' && scope.declared ? decodeText(scope.name).toLowerCase() : undefined
}

function inClass(owner: string | undefined, member: string): string | undefined {
  return owner && decodeText(owner + member)
}
