/** Texts with references in them, as mod_rewrite expands them: `index.php?q=$1`, `%{REQUEST_FILENAME}.php`. */
import {OPEN} from './bytes.ts'

export type ExpansionPart =
  | {text: string}
  /** `$1` of the rule's pattern, `%1` of the last condition's. */
  | {group: number; of: 'rule' | 'condition'}
  /** `%{REQUEST_URI}`, in capitals but for what follows a colon. */
  | {variable: string}
  /** `${map:key}`: maps are in the server's configuration. */
  | {map: string}

export type Expansion = readonly ExpansionPart[]

const PIECE = /\\(.)|\$([0-9])|%([0-9])|%\{([^{}]*)\}|(\$\{[^}]*\})|([^\\$%]+|.)/gs

/** Takes a substitution or the test string of a condition apart. */
export function parseExpansion(source: string): Expansion {
  const parts: ExpansionPart[] = []
  for (const [, saved, ofRule, ofCondition, variable, map, plain = ''] of source.matchAll(PIECE)) {
    if (ofRule !== undefined) parts.push({group: Number(ofRule), of: 'rule'})
    else if (ofCondition !== undefined) parts.push({group: Number(ofCondition), of: 'condition'})
    else if (variable !== undefined) parts.push({variable: variableName(variable)})
    else if (map !== undefined) parts.push({map})
    else {
      const last = parts.at(-1)
      if (last && 'text' in last) last.text += saved ?? plain
      else parts.push({text: saved ?? plain})
    }
  }
  return parts
}

function variableName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name.toUpperCase() : `${name.slice(0, colon).toUpperCase()}${name.slice(colon)}`
}

/** What references stand for. */
export interface References {
  rule: readonly string[]
  condition: readonly string[]
  variable: (name: string) => string
}

/** The parts of an expanded text, in order. */
export function expandParts(expansion: Expansion, references: References): string[] {
  return expansion.map((part) => {
    if ('text' in part) return part.text
    if ('variable' in part) return references.variable(part.variable)
    return 'map' in part ? OPEN : (references[part.of][part.group] ?? '')
  })
}

/** The expanded text. */
export function expand(expansion: Expansion, references: References): string {
  const [only] = expansion
  if (only && expansion.length === 1 && 'text' in only) return only.text
  return expandParts(expansion, references).join('')
}
