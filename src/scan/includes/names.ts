/** From the pieces of an include's file name to names in the site: constants become what they are defined as. */
import type {PagePath} from '../../page.ts'
import type {DefinitionUse, FileFacts, IncludeUse, NamePart} from '../types.ts'

/** A piece of a name: text, a directory of the site (`null` outside the document root), or what nobody knows. */
export type Piece = {text: string} | {directory: PagePath | null} | {input?: string}

/** Where constants are defined, with values that can be part of a file name. */
export type Constants = ReadonlyMap<string, readonly {file: PagePath; value: readonly NamePart[]}[]>

/** Constants that are made of other constants, at most. */
const DEEPEST = 5
/** Different values of the constants in one name, at most. */
const MOST = 8

export function constantsOf(facts: ReadonlyMap<PagePath, FileFacts>): Constants {
  const found = new Map<string, {file: PagePath; value: readonly NamePart[]}[]>()
  for (const [file, {definitions}] of facts) {
    for (const {kind, name, value} of definitions as readonly DefinitionUse[]) {
      if (kind !== 'constant' || !value) continue
      const all = found.get(name)
      if (all) all.push({file, value})
      else found.set(name, [{file, value}])
    }
  }
  return found
}

/** A piece of a name, and the file that says it: of that file's directory `__DIR__` speaks. */
export interface Said {
  part: NamePart
  file: PagePath
}

export function said(parts: readonly NamePart[], file: PagePath): Said[] {
  return parts.map((part) => ({part, file}))
}

/** The pieces of the name in an include. */
export function includedName({target, parts}: IncludeUse, file: PagePath): Said[] {
  return said(target ? partsOfTarget(target) : (parts ?? [{unknown: true}]), file)
}

function partsOfTarget({base, path}: NonNullable<IncludeUse['target']>): NamePart[] {
  switch (base) {
    case 'file-directory':
      return [{up: 1}, {text: `/${path}`}]
    case 'document-root':
      return [{root: true}, {text: `/${path}`}]
    case 'absolute':
    case 'include-path':
      return [{text: path}]
    default:
      return base satisfies never
  }
}

/** What a name may be once constants are known; several when a constant is defined several times. */
export function namesOf(name: readonly Said[], constants: Constants): Piece[][] {
  return expand(name, constants, 0).map(joined)
}

function expand(name: readonly Said[], constants: Constants, depth: number): Piece[][] {
  let names: Piece[][] = [[]]
  for (const piece of name) {
    const alternatives = piecesOf(piece, constants, depth)
    names = names.flatMap((start) => alternatives.map((pieces) => [...start, ...pieces])).slice(0, MOST)
  }
  return names
}

function piecesOf({part, file}: Said, constants: Constants, depth: number): Piece[][] {
  if ('text' in part) return [[{text: part.text}]]
  if ('root' in part) return [[{directory: ''}]]
  if ('up' in part) return [[{directory: above(file, part.up)}]]
  if ('unknown' in part) return [[part.input === undefined ? {} : {input: part.input}]]
  if (!('constant' in part) || depth >= DEEPEST) return [[{}]]
  const all = constants.get(part.constant) ?? []
  const own = all.filter((definition) => definition.file === file)
  const used = own.length ? own : all
  const names = used
    .slice(0, MOST)
    .flatMap((definition) => expand(said(definition.value, definition.file), constants, depth + 1))
  return names.length ? unique(names).slice(0, MOST) : [[{}]]
}

function unique(names: readonly Piece[][]): Piece[][] {
  return [...new Map(names.map((name) => [JSON.stringify(name), name])).values()]
}

/** `up` directories above a file's own name; `null` outside the document root. */
function above(file: PagePath, up: number): PagePath | null {
  const segments = file.split('/')
  return up > segments.length ? null : segments.slice(0, segments.length - up).join('/')
}

function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = []
  for (const piece of pieces) {
    const previous = result.at(-1)
    if (previous && 'text' in previous && 'text' in piece)
      result[result.length - 1] = {text: previous.text + piece.text}
    else result.push(piece)
  }
  return result
}
