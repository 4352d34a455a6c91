import {Kind} from '../tokens/kinds.ts'

/** Whether a token of this kind stands only in text with variables in it, as what follows `"$_GET[id]` there. */
export function isPartOfText(kind: number): boolean {
  switch (kind) {
    case Kind.TemplateText:
    case Kind.TemplateEnd:
    case Kind.CurlyOpen:
    case Kind.DollarCurlyOpen:
    case Kind.Variable:
      return true
    default:
      return false
  }
}
