/** Whether one place of a function is always run before another. */
import {Kind} from '../tokens/kinds.ts'
import type {PhpFile} from './php-file.ts'

/** Tokens and brackets between two places that are looked at; further apart, it is not known. */
const FARTHEST = 5000

/** Whether what stands at token `at` has always been run when control comes to `token`, further below. */
export function isAlwaysBefore(file: PhpFile, at: number, token: number): boolean {
  if (isConditional(file, at)) return false
  let open = 0
  for (let here = at + 1, steps = 0; here < token; steps++) {
    if (steps > FARTHEST) return false
    const kind = file.kind(here)
    const partner = file.partner(here)
    if (partner > here) {
      // A block that begins below and has `token` in it is run after what stands at `at`.
      if (partner > token && kind === 123) return true
      here = partner > token ? here + 1 : partner + 1
      continue
    }
    switch (kind) {
      case 125: // }
      case Kind.Case:
      case Kind.Default:
      case Kind.Break:
      case Kind.Continue:
      case Kind.Return:
        return false
      case Kind.If:
      case Kind.For:
      case Kind.Foreach:
      case Kind.While:
      case Kind.Switch:
        open++
        break
      case Kind.Else:
      case Kind.ElseIf:
        if (!open) return false
        break
      case Kind.EndBlock:
        if (!open--) return false
    }
    here++
  }
  return true
}

/** `if ($x) $a = 1;`, `$x and $a = 1`: no braces say so. */
function isConditional(file: PhpFile, at: number): boolean {
  switch (file.kind(at - 1)) {
    case Kind.Else:
    case Kind.Logical:
    case Kind.And:
    case Kind.Or:
      return true
    case 41: {
      const before = file.kind(file.partner(at - 1) - 1)
      return before === Kind.If || before === Kind.ElseIf || before === Kind.While || before === Kind.For
    }
    default:
      return false
  }
}
