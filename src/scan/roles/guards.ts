/** Which files refuse to be requested, as far as only the whole site shows it. */
import type {PagePath} from '../../page.ts'
import {baseName} from '../disk-path.ts'
import type {SiteFacts} from '../types.ts'

/** Of the files that refuse to be requested, what they ask for. */
export type Guards = ReadonlyMap<PagePath, NonNullable<SiteFacts['guard']>>

export function guardsOf(facts: ReadonlyMap<PagePath, Pick<SiteFacts, 'guard' | 'definitions'>>): Guards {
  const found = new Map<PagePath, NonNullable<SiteFacts['guard']>>()
  for (const [path, {guard}] of facts) if (guard && isAbout(guard, path)) found.set(path, guard)
  const unknown = [...found].filter(([, {constant}]) => declarationOf(constant) !== undefined)
  if (unknown.length === 0) return found
  const declared = new Set<string>()
  for (const {definitions} of facts.values())
    for (const {kind, name} of definitions) if (kind !== 'constant') declared.add(nameOf(kind, name))
  // A function or class that the site does not have may be PHP's: such a test is for PHP's version or extensions.
  for (const [path, {constant}] of unknown) if (!declared.has(declarationOf(constant) ?? '')) found.delete(path)
  return found
}

/** Whether a test for the name of a file is about this one. */
function isAbout({when, unless}: NonNullable<SiteFacts['guard']>, path: PagePath): boolean {
  const name = baseName(path).toLowerCase()
  return (when === undefined || when.toLowerCase() === name) && unless?.toLowerCase() !== name
}

/** Of what is asked for, what some file has to declare: a function or a class. */
function declarationOf(constant: string): string | undefined {
  if (asksPhp(constant)) return undefined
  if (constant.startsWith('class ')) return nameOf('class', constant.slice('class '.length))
  return constant.endsWith('()') ? nameOf('function', constant.slice(0, -2)) : undefined
}

function nameOf(kind: string, name: string): string {
  const plain = name.slice(name.lastIndexOf('\\') + 1).toLowerCase()
  return kind === 'function' ? `${plain}()` : `class ${plain}`
}

/** Whether PHP itself is asked which file was requested, not for what another file gives. */
export function asksPhp(constant: string): boolean {
  return /^(PHP_SELF|get_(included|required)_files\(\)|debug_backtrace\(\))$/.test(constant)
}
