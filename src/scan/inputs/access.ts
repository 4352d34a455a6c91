/** Whether a use of an array element reads it, tests it, writes it or takes it away. */
import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import type {InputUse} from '../types.ts'
import type {SuperglobalUse} from './superglobals.ts'

/** Functions that take their first argument by reference and change it. */
const CHANGES_FIRST_ARGUMENT = new Set(
  (
    'array_push array_pop array_shift array_unshift array_splice array_walk array_multisort sort rsort usort uasort uksort ' +
    'asort arsort ksort krsort natsort natcasesort shuffle settype'
  ).split(' '),
)

export function accessOf(file: PhpFile, use: SuperglobalUse): InputUse['access'] {
  const before = file.kind(use.first - 1)
  const after = file.kind(use.last + 1)
  if (after === 61 || after === Kind.CompoundAssign || after === Kind.Increment) return 'write'
  if (before === Kind.Increment || before === Kind.As) return 'write'
  if (before === 40 || before === 44) {
    const open = opening(file, use.first - 1)
    const called = file.kind(open - 1)
    if (called === Kind.Isset || called === Kind.Empty) return 'test'
    if (called === Kind.Unset) return 'unset'
    if (called === Kind.List && file.kind(file.partner(open) + 1) === 61) return 'write'
    if (called === Kind.Name) return accessOfArgument(file, open, use)
  }
  return before === Kind.DoubleArrow && after === 41 && isForeachTarget(file, use.first - 1) ? 'write' : 'read'
}

function accessOfArgument(file: PhpFile, open: number, use: SuperglobalUse): InputUse['access'] {
  const name = file.word(open - 1)
  if (open + 1 === use.first && CHANGES_FIRST_ARGUMENT.has(name)) return 'write'
  return name === 'array_key_exists' || name === 'key_exists' ? 'test' : 'read'
}

/** How far back the bracket of an argument list is looked for. */
const FARTHEST = 200

/** The bracket that the argument after `token` (a bracket or comma) stands in; -1 when it is too far away. */
export function opening(file: PhpFile, token: number): number {
  let at = token
  for (let steps = 0; steps < FARTHEST && at >= 0; steps++) {
    const kind = file.kind(at)
    if (kind === 40) return at
    if (kind === 59 || kind === 123 || kind === 91) return -1
    const partner = file.partner(at)
    at = partner < at ? partner - 1 : at - 1
  }
  return -1
}

function isForeachTarget(file: PhpFile, arrow: number): boolean {
  return file.kind(arrow - 1) === Kind.Variable && file.kind(arrow - 2) === Kind.As
}

/** Whether a reference is made to the element: `= &$_SESSION['cart']`, `foreach ($x as &$_SESSION['y'])`. */
export function isReferenced(file: PhpFile, use: SuperglobalUse): boolean {
  if (file.kind(use.first - 1) !== 38) return isIteratedByReference(file, use)
  const before = file.kind(use.first - 2)
  return before === 61 || before === 40 || before === 44 || before === Kind.DoubleArrow || before === Kind.As
}

/** `foreach ($_SESSION['cart'] as &$item)`, `as $key => &$item`. */
function isIteratedByReference(file: PhpFile, use: SuperglobalUse): boolean {
  if (file.kind(use.last + 1) !== Kind.As) return false
  const target = use.last + 2
  return file.kind(target) === 38 || (file.kind(target + 1) === Kind.DoubleArrow && file.kind(target + 2) === 38)
}
