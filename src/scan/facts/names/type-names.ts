/** Names that stand for classes where nothing but their place says so: in headers, `catch`, `implements` and attributes. */

import {oncePerFile} from '../../syntax/once-per-file.ts'
import type {PhpFile} from '../../syntax/php-file.ts'
import {Kind} from '../../tokens/kinds.ts'

const OPEN = 40
const COMMA = 44
const COLON = 58
const SEMICOLON = 59
const EQUALS = 61
const BRACE = 123

/** The tokens of such names; names of types such as `int` are among them. */
export const typeNames = oncePerFile((file): ReadonlySet<number> => {
  const found = new Set<number>()
  for (const at of file.all(Kind.Function)) header(file, at, found)
  for (const at of file.all(Kind.Fn)) header(file, at, found)
  for (const at of file.all(Kind.Catch)) caught(file, at + 1, found)
  for (const at of file.all(Kind.Enum)) if (file.kind(at + 2) === COLON) found.add(at + 3)
  for (const at of file.all(Kind.Extends)) list(file, at + 1, found)
  for (const at of file.all(Kind.Implements)) list(file, at + 1, found)
  for (const at of file.all(Kind.Use)) if (file.scope(at)?.kind === 'class') list(file, at + 1, found)
  for (const at of file.all(Kind.Attribute)) attributes(file, at, found)
  return found
})

/** `function f(A $a, ?B $b = C): D`: A, B and D. */
function header(file: PhpFile, keyword: number, found: Set<number>): void {
  let open = keyword + 1
  while (file.kind(open) === 38 || file.kind(open) === Kind.Name) open++
  const close = file.kind(open) === OPEN ? file.partner(open) : open
  if (close === open) return
  let isDefault = false
  for (let at = open + 1; at < close; at++) {
    const kind = file.kind(at)
    // A function among the parameters has a header of its own: looking no further keeps nested ones linear.
    if (kind === Kind.Function || kind === Kind.Fn) break
    if (kind === COMMA) isDefault = false
    else if (kind === EQUALS) isDefault = true
    else if (kind === Kind.Name && !isDefault) found.add(at)
    else if (isDefault || kind === Kind.Attribute || kind === BRACE) at = Math.max(at, file.partner(at))
  }
  const after = file.kind(close + 1) === Kind.Use ? file.partner(close + 2) + 1 : close + 1
  if (file.kind(after) !== COLON) return
  for (let at = after + 1; isOfType(file.kind(at)); at++) if (file.kind(at) === Kind.Name) found.add(at)
}

/** `?A`, `A|B`, `(A&B)|null`, `static`, `array`. */
function isOfType(kind: number): boolean {
  switch (kind) {
    case Kind.Name:
    case Kind.Array:
    case Kind.Static:
    case 38: // &
    case 40: // (
    case 41: // )
    case 63: // ?
    case 124: // |
      return true
    default:
      return false
  }
}

/** `catch (A | B $error)`. */
function caught(file: PhpFile, open: number, found: Set<number>): void {
  for (let at = open + 1; file.kind(at) === Kind.Name || file.kind(at) === 124; at++) {
    if (file.kind(at) === Kind.Name) found.add(at)
  }
}

/** `A, B, C`. */
function list(file: PhpFile, first: number, found: Set<number>): void {
  for (let at = first; file.kind(at) === Kind.Name || file.kind(at) === COMMA; at++) {
    if (file.kind(at) === Kind.Name) found.add(at)
  }
}

/** `#[A, B(1)]`. */
function attributes(file: PhpFile, open: number, found: Set<number>): void {
  for (let at = open + 1; at < file.partner(open); at++) {
    const kind = file.kind(at)
    if (kind === Kind.Name) found.add(at)
    else if (kind === OPEN || kind === 91 || kind === Kind.Attribute) at = Math.max(at, file.partner(at))
  }
}

/**
 * Where names are imported: `use A\B, C;`, from the keyword to the `;`. In a class `use` names traits, and behind a
 * closure it names variables.
 */
export function importsIn(file: PhpFile): [first: number, last: number][] {
  const found: [number, number][] = []
  let last = -1
  for (const at of file.all(Kind.Use)) {
    if (at < last || file.kind(at + 1) === OPEN || file.scope(at)?.kind === 'class') continue
    last = at
    while (last < file.count && file.kind(last) !== SEMICOLON && file.kind(last) !== Kind.CloseTag) last++
    found.push([at, last])
  }
  return found
}
