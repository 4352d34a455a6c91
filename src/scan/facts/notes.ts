import {superglobalUses} from '../inputs/superglobals.ts'
import {argumentsOf} from '../syntax/expressions.ts'
import {oncePerFile} from '../syntax/once-per-file.ts'
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import type {PortingNote} from '../types.ts'
import {TAKES_CALLBACK} from './callback-takers.ts'
import {defineFact} from './define-fact.ts'
import {includesIn} from './includes.ts'
import {functionsCalled} from './names/functions-called.ts'
import {remembered} from './names/remembered.ts'
import {NOTE_OF_FUNCTION} from './note-functions.ts'
import {type AddNote, notesOfTokens} from './note-tokens.ts'

type NoteKind = PortingNote['kind']

/** What a person who ports the file has to think about. */
export const notes = defineFact({name: 'notes', find: (file) => notesIn(file)})

/** All notes of a file, by line. */
export const notesIn = oncePerFile((file) => {
  const found: PortingNote[] = []
  const add: AddNote = (kind, first, last) => {
    const note: PortingNote = {kind, text: file.text(first, last), line: file.line(first)}
    const {inside} = file.inside(first)
    if (inside !== undefined) note.inside = inside
    found.push(note)
  }
  ofFunctions(file, add)
  notesOfTokens(file, add)
  for (const {source, first, last} of superglobalUses(file)) {
    if (source === 'globals' && isAssigned(file.kind(last + 1))) add('global', first, last)
  }
  dynamicIncludes(file, found)
  return found.sort((a, b) => a.line - b.line)
})

function isAssigned(kind: number): boolean {
  return kind === 61 || kind === Kind.CompoundAssign || kind === Kind.Increment
}

/** Includes of which not even the file's own name is written: `include $page . '.php'`. */
function dynamicIncludes(file: PhpFile, found: PortingNote[]): void {
  for (const {parts, text, line, inside} of includesIn(file)) {
    const last = parts?.at(-1)
    if (!parts || (last && 'text' in last && /[\w-]\.?\w*$/.test(last.text) && !/^\.\w+$/.test(last.text))) continue
    found.push({kind: 'dynamic-include', text, line, ...(inside === undefined ? {} : {inside})})
  }
}

function ofFunctions(file: PhpFile, add: AddNote): void {
  for (const called of functionsCalled(file)) {
    const noteOf = noteOfFunction(called)
    if (!noteOf) continue
    for (const at of called.tokens) {
      const kind = typeof noteOf === 'string' ? noteOf : noteOf(file, at)
      if (kind) add(kind, at, file.partner(at + 1))
    }
  }
}

/** The note that calls of a function need; some depend on the arguments. */
const noteOfFunction = remembered((word): NoteKind | NoteOfCall | undefined => {
  if (word.startsWith('ob_')) return 'output-buffer'
  return NOTE_OF_FUNCTION.get(word) ?? SPECIAL.get(word) ?? (TAKES_CALLBACK.has(word) ? namesCallback : undefined)
})

type NoteOfCall = (file: PhpFile, at: number) => NoteKind | undefined

/** Functions that call for a note only with some arguments. */
const SPECIAL: ReadonlyMap<string, NoteOfCall> = new Map([
  ['fopen', (file: PhpFile, at: number) => (opensForWriting(file, at) ? 'file-write' : 'file-read')],
  // With one argument parse_str() sets variables (PHP manual, removed in 8.0); so does mb_parse_str().
  ['parse_str', setsVariables],
  ['mb_parse_str', setsVariables],
  // Text is code (PHP manual, removed in 8.0).
  ['assert', (file, at) => (isText(file.kind(at + 2)) ? 'eval' : undefined)],
  ['preg_replace', (file, at) => (hasEvalModifier(file, at + 2) ? 'eval' : undefined)],
] as const satisfies [string, NoteOfCall][])

function opensForWriting(file: PhpFile, at: number): boolean {
  const mode = argumentsOf(file, at + 1)[1]
  return mode !== undefined && (file.kind(mode[0]) !== Kind.String || /[waxc+]/.test(file.raw(mode[0])))
}

function setsVariables(file: PhpFile, at: number): NoteKind | undefined {
  return argumentsOf(file, at + 1).length === 1 ? 'extract' : undefined
}

const isText = (kind: number): boolean => kind === Kind.String || kind === Kind.TemplateStart

/** `preg_replace('/…/e', …)`: the replacement is code (PHP manual, removed in 7.0). */
function hasEvalModifier(file: PhpFile, at: number): boolean {
  if (file.kind(at) !== Kind.String) return false
  const [, modifiers = ''] =
    /[^\w\s\\]([a-zA-Z]*)["']$/.exec(file.source.slice((file.ends[at] ?? 0) - 12, file.ends[at])) ?? []
  return modifiers.includes('e')
}

/** `usort($list, 'by_name')`, `array_map(array($this, 'clean'), $list)`. */
function namesCallback(file: PhpFile, at: number): NoteKind | undefined {
  const isNamed = argumentsOf(file, at + 1).some(([first, last]) => {
    if (first === last) return file.kind(first) === Kind.String && /^.\w+(::\w+)?.$/.test(file.raw(first))
    const open = file.kind(first) === Kind.Array ? first + 1 : first
    const isPair = (file.kind(open) === 91 || file.kind(open) === 40) && file.partner(open) === last && last - open <= 6
    return isPair && file.kind(last - 1) === Kind.String && file.kind(last - 2) === 44
  })
  return isNamed ? 'callback' : undefined
}
