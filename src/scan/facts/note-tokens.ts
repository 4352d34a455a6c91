/** Notes that tokens call for by themselves. */
import {opening} from '../inputs/access.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import type {PortingNote} from '../types.ts'
import {callEnd} from './names/call-end.ts'

/** Adds a note on tokens `first` to `last`. */
export type AddNote = (kind: PortingNote['kind'], first: number, last: number) => void

/** A note on a token, if it calls for one. */
type NoteOf = (file: PhpFile, at: number, add: AddNote) => void

const DOLLAR = 36
const AMPERSAND = 38
const OPEN = 40
const AT = 64
const SQUARE = 91
const BRACE = 123

const exit: NoteOf = (file, at, add) => add('exit', at, callEnd(file, at))

/** By kind of token. */
const OF_KINDS: readonly (readonly [kind: number, note: NoteOf])[] = [
  [Kind.TemplateStart, (file, at, add) => file.source[file.starts[at] ?? 0] === '`' && add('exec', at, at + 1)],
  [Kind.Eval, (file, at, add) => add('eval', at, callEnd(file, at))],
  [Kind.Exit, exit],
  [Kind.Die, exit],
  [Kind.Goto, (_, at, add) => add('goto', at, at + 1)],
  [Kind.Global, (file, at, add) => add('global', at, statementEnd(file, at))],
  [Kind.Static, staticVariable],
  [Kind.Variable, dynamicName],
  [Kind.New, (file, at, add) => isExpression(file.kind(at + 1)) && add('dynamic-name', at, file.partner(at + 1))],
  [BRACE, dynamicMember],
  [Kind.Declare, (file, at, add) => /^ticks$/i.test(file.raw(at + 2)) && add('hook', at, file.partner(at + 1))],
  [AT, (file, at, add) => add('silence', at, silenced(file, at))],
  [DOLLAR, variableVariable], // $$name, ${'name'}
  [Kind.DollarCurlyOpen, variableVariable],
  [AMPERSAND, reference],
]

/** Adds all of a file. */
export function notesOfTokens(file: PhpFile, add: AddNote): void {
  for (const [kind, note] of OF_KINDS) {
    const all = file.all(kind)
    for (let index = 0; index < all.length; index++) note(file, all[index] as number, add)
  }
  magicMethods(file, add)
}

/** Tokens of a statement that are looked at. */
const FARTHEST = 100

function statementEnd(file: PhpFile, at: number): number {
  let end = at
  while (end < at + FARTHEST && end + 1 < file.count) {
    const next = file.kind(end + 1)
    if (next === 59 || next === Kind.CloseTag) break
    end++
  }
  return end
}

/** `static $calls = 0` in a function, `static $instance` in a class; not `static function` and `static::`. */
function staticVariable(file: PhpFile, at: number, add: AddNote): void {
  let variable = at + 1
  // `static private ?Cart $instance`
  while (variable < at + LONGEST_TYPE && isOfType(file.kind(variable))) variable++
  if (file.kind(variable) === Kind.Variable && file.kind(at - 1) !== Kind.New) add('static', at, variable)
}

/** Tokens of a type and modifiers. */
const LONGEST_TYPE = 12

function isOfType(kind: number): boolean {
  return kind === Kind.Name || kind === Kind.Array || kind === 63 || kind === 124
}

const MAGIC = /^__(?:get|set|isset|unset|call|callstatic|invoke|sleep|wakeup|serialize|unserialize|set_state|clone)$/i

/** PHP manual, "Magic Methods"; `__autoload()` is a function. */
function magicMethods(file: PhpFile, add: AddNote): void {
  for (const {token, kind} of file.scopes.list) {
    if (!file.source.startsWith('__', file.starts[token])) continue
    if (kind === 'method' && MAGIC.test(file.raw(token))) add('magic-method', token, callEnd(file, token))
    if (kind === 'function' && file.word(token) === '__autoload') add('hook', token, callEnd(file, token))
  }
}

/** `$function()`, `new $class`, `$class::create()`, `$object->$name`, `A::$method()`, `$list['name']()`. */
function dynamicName(file: PhpFile, at: number, add: AddNote): void {
  const before = file.kinds[at - 1]
  const after = file.kinds[at + 1]
  if (before === Kind.New) add('dynamic-name', at - 1, callEnd(file, at))
  else if (before === Kind.Arrow) add('dynamic-name', at - 2, callEnd(file, at))
  // `$class::$method()` is noted at the class.
  else if (before === DOLLAR || (before === Kind.DoubleColon && file.kinds[at - 2] === Kind.Variable)) return
  else if (after === OPEN) add('dynamic-name', at, callEnd(file, at))
  else if (after === Kind.DoubleColon) add('dynamic-name', at, at + 1)
  else if (after === SQUARE) dynamicElement(file, at, add)
}

/** `new ($class)`, `new $$class`. */
function isExpression(kind: number): boolean {
  return kind === OPEN || kind === DOLLAR
}

/** `$list['name']()`, `$list['name']::create()`. */
function dynamicElement(file: PhpFile, at: number, add: AddNote): void {
  let end = at + 1
  while (file.kind(end) === SQUARE && file.partner(end) > end) end = file.partner(end) + 1
  if (file.kind(end) === OPEN || file.kind(end) === Kind.DoubleColon) add('dynamic-name', at, file.partner(end))
}

/** `$object->{$name}`. */
function dynamicMember(file: PhpFile, at: number, add: AddNote): void {
  if (file.kinds[at - 1] === Kind.Arrow) add('dynamic-name', at - 2, file.partner(at))
}

/** Of `@f(…)`, `@$a['b']` and `@$this->f(…)` what is silenced. */
function silenced(file: PhpFile, at: number): number {
  let end = at + 1
  for (let steps = 0; steps < FARTHEST; steps++) {
    const next = file.kind(end + 1)
    if (next === OPEN || next === SQUARE) end = Math.max(end + 1, file.partner(end + 1))
    else if (next === Kind.Arrow || next === Kind.DoubleColon) end += 2
    else break
  }
  return end
}

/** In a template `${name}` is the variable `$name`; `${$name}` is not. */
function variableVariable(file: PhpFile, at: number, add: AddNote): void {
  const after = file.kind(at + 1)
  const isOne =
    file.kind(at) === Kind.DollarCurlyOpen
      ? after !== Kind.VariableName
      : after === Kind.Variable || after === BRACE || after === DOLLAR
  if (isOne) add('variable-variable', at, Math.max(at + 1, file.partner(at + 1)))
}

/** `=& $x`, `function f(array &$x)`, `foreach ($a as &$x)`, `array(&$x)`; elsewhere `&` is arithmetic. */
function reference(file: PhpFile, at: number, add: AddNote): void {
  const after = file.kind(at + 1)
  switch (file.kind(at - 1)) {
    case 61: // =
      if (isReferable(after)) add('reference', Math.max(0, at - 2), at + 1)
      break
    case OPEN:
    case 44: // ,
    case SQUARE:
    case Kind.As:
    case Kind.DoubleArrow:
      if (after === Kind.Variable || after === Kind.Ellipsis || after === DOLLAR) add('reference', at, at + 1)
      break
    case Kind.Name:
    case Kind.Array:
      if ((after === Kind.Variable || after === Kind.Ellipsis) && isParameter(file, at))
        add('reference', at - 1, at + 1)
  }
}

/** `$x`, `$$x`, `f()`, `new A`, `static::$x`. */
function isReferable(kind: number): boolean {
  return kind === Kind.Variable || kind === DOLLAR || kind === Kind.Name || kind === Kind.New || kind === Kind.Static
}

/** Whether a token stands in the parameter list of a function; else `FLAG & $flags` is arithmetic. */
function isParameter(file: PhpFile, at: number): boolean {
  const open = opening(file, at - 1)
  const name = file.kind(open - 1) === Kind.Name ? open - 2 : open - 1
  const keyword = file.kind(file.kind(name) === AMPERSAND ? name - 1 : name)
  return open > 0 && (keyword === Kind.Function || keyword === Kind.Fn)
}
