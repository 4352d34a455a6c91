/** Facts that a syntax tree can tell as well, in a form that can be compared: lists of short texts. */

import {analyse} from '../../../src/scan/analyse.ts'
import {superglobalUses} from '../../../src/scan/inputs/superglobals.ts'
import {PhpFile} from '../../../src/scan/syntax/php-file.ts'
import type {PortingNote} from '../../../src/scan/types.ts'

/** What is compared. */
export const COMPARED = [
  'inputs',
  'includes',
  'calls',
  'callers',
  'definitions',
  'classes',
  'constants',
  'branches',
  'exit',
  'eval',
  'backtick',
  'goto',
  'silence',
  'static',
  'global',
  'reference',
  'variable-variable',
  'dynamic-name',
] as const

export type ComparedFacts = Record<(typeof COMPARED)[number], string[]>

/** Nothing of anything. */
export function noFacts(): ComparedFacts {
  return Object.fromEntries(COMPARED.map((name) => [name, []])) as unknown as ComparedFacts
}

/** What our facts say of a file. */
export function ourFacts(contents: Buffer): ComparedFacts {
  const facts = analyse(contents)
  const notes = (kind: PortingNote['kind'], start = /^/): string[] =>
    facts.notes.filter((note) => note.kind === kind && start.test(note.text)).map(() => kind)
  const lines = (kind: PortingNote['kind'], start = /^/): string[] =>
    facts.notes.filter((note) => note.kind === kind && start.test(note.text)).map(({line}) => `line ${line}`)
  // The fact of inputs has those that functions take as well; these are the variables.
  const inputs = superglobalUses(new PhpFile(contents.toString('latin1')))
  return {
    inputs: inputs.map(({source, key, path, dynamic}) => input(source, key === null ? [] : [key, ...path], dynamic)),
    includes: facts.includes.map(({keyword, line}) => `${keyword} ${line}`),
    calls: facts.calls,
    callers: facts.callsOf.flatMap(({inside, names}) => names.map((name) => `${inside}: ${name}`)),
    definitions: facts.definitions.map(({kind, name, line}) => `${kind} ${name} ${line}`),
    classes: facts.uses.classes,
    constants: facts.uses.constants,
    branches: [String(facts.complexity - 1)],
    exit: lines('exit'),
    eval: lines('eval', /^eval\b/i),
    backtick: notes('exec', /^`/),
    goto: notes('goto'),
    silence: notes('silence'),
    static: notes('static'),
    global: notes('global', /^global\b/i),
    reference: notes('reference'),
    'variable-variable': notes('variable-variable', /^\$/),
    'dynamic-name': notes('dynamic-name', /^(?!\\?(?:call_user_func|forward_static_call))/i),
  }
}

/** A use of a superglobal with its literal keys. */
export function input(source: string, keys: readonly string[], isDynamic: boolean): string {
  return `${source}${keys.map((key) => `[${key}]`).join('')}${isDynamic ? '[…]' : ''}`
}

/** What one side has and the other has not, counted: `- calls: strlen`, `+ exit: line 3`. */
export function differences(theirs: ComparedFacts, ours: ComparedFacts): string[] {
  return COMPARED.flatMap((name) => {
    const left = new Map<string, number>()
    for (const text of theirs[name]) left.set(text, (left.get(text) ?? 0) - 1)
    for (const text of ours[name]) left.set(text, (left.get(text) ?? 0) + 1)
    return [...left].flatMap(([text, count]) =>
      count === 0
        ? []
        : [`${count < 0 ? '-' : '+'} ${name}: ${text}${Math.abs(count) > 1 ? ` ×${Math.abs(count)}` : ''}`],
    )
  })
}
