/** The sections that are open while a configuration is read. */
import {type ConfigLine, type Section, statementOf} from '../access/apache-config.ts'

/** The name of a section that is a condition which holds: it is as if it were not there, but for its end. */
const TRANSPARENT = ''

/** A section within the one that is open. */
export function openSection(
  {name, args}: Pick<Section, 'name' | 'args'>,
  at: {file: string; line: number},
  parent: Section | undefined,
  isTransparent: boolean,
): Section {
  return {
    name: isTransparent ? TRANSPARENT : name,
    args: isTransparent ? [name] : args,
    ...at,
    ...(parent ? {parent} : {}),
  }
}

/** The name by which a section is closed. */
export function closingName({name, args}: Section): string {
  return name === TRANSPARENT ? (args[0] ?? '') : name
}

/** A section, and those round it, without the conditions that hold. One section stays one object. */
export function withoutTransparent(section: Section | undefined): Section | undefined {
  if (!section) return undefined
  const known = cleaned.get(section)
  if (known) return known.section
  const parent = withoutTransparent(section.parent)
  const {parent: _, ...own} = section
  const result = section.name === TRANSPARENT ? parent : parent ? {...own, parent} : own
  cleaned.set(section, {section: result})
  return result
}

const cleaned = new WeakMap<Section, {section: Section | undefined}>()

export function isTransparent({name}: Section): boolean {
  return name === TRANSPARENT
}

/** The index of the line that closes a section which is passed over; `undefined` when there is none. */
export function endOfSection(lines: readonly ConfigLine[], start: number, name: string): number | undefined {
  let depth = 0
  for (let index = start; index < lines.length; index++) {
    const statement = statementOf(lines[index]?.text ?? '')
    if (statement.kind === 'directive' || statement.name !== name) continue
    depth += statement.kind === 'open' ? 1 : -1
    if (depth === 0) return index
  }
  return undefined
}
