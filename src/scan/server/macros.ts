/** mod_macro: a `<Macro>` keeps its lines, `Use` puts them where it stands. */
import type {ConfigLine} from '../access/apache-config.ts'

export interface Macro {
  /** The file it stands in: that is where its lines are. */
  file: string
  /** As written, with their `$`, `%` or `@`. */
  parameters: string[]
  lines: ConfigLine[]
}

/** The lines of a macro with the values of one `Use`; `undefined` when there are not as many as it has parameters. */
export function expandMacro({parameters, lines}: Macro, values: readonly string[]): ConfigLine[] | undefined {
  if (values.length !== parameters.length) return undefined
  if (parameters.length === 0) return lines
  // Where one name begins with another, the longer one is meant.
  const order = parameters
    .map((parameter, index) => [parameter, values[index] ?? ''] as const)
    .sort(([a], [b]) => b.length - a.length)
  const value = new Map(order)
  const names = new RegExp(order.map(([name]) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g')
  return lines.map(({text, line}) => ({text: text.replace(names, (name) => value.get(name) ?? name), line}))
}
