/**
 * Which visitors are in a canary, as conditions of lighttpd's. Of several that are true the last one's table counts, and
 * holds in place of the others': so there is a condition for every combination of what is asked, the larger ones last.
 */
import type {Lane} from '../../routes/lanes.ts'

/** Something a request has or has not. */
interface Atom {
  kind: 'cookie' | 'header'
  name: string
}

/** Those who have all the atoms, and the lanes that they are in by the last of them and not by those before. */
interface Audience {
  atoms: Atom[]
  lanes: Lane[]
}

/** More combinations than this are no configuration to read. */
const MOST_ATOMS = 3

/** Whether the canaries ask for more different things than can be combined. */
export function asksTooMuch(lanes: readonly Lane[]): boolean {
  return atomsOf(lanes).length > MOST_ATOMS
}

/** Every combination of what canaries ask for; the larger ones last, each after the one that it is inside of. */
export function audiences(lanes: readonly Lane[]): Audience[] {
  const combinations: Atom[][] = [[]]
  for (const atom of atomsOf(lanes)) combinations.push(...combinations.map((some) => [...some, atom]))
  const isIn = ({canary}: Lane, atoms: readonly Atom[]): boolean =>
    atoms.some(({kind, name}) => canary?.[kind] === name)
  return combinations
    .filter(({length}) => length > 0)
    .sort((a, b) => a.length - b.length)
    .map((atoms) => ({
      atoms,
      lanes: lanes.filter((lane) => isIn(lane, atoms.slice(-1)) && !isIn(lane, atoms.slice(0, -1))),
    }))
}

/** The lines in the conditions of all atoms. */
export function canaryConditions(atoms: readonly Atom[], lines: readonly string[]): string[] {
  return atoms.reduceRight<string[]>(
    (inner, atom) => [`${conditionOf(atom)} {`, ...inner.map((line) => `  ${line}`), '}'],
    [...lines],
  )
}

function conditionOf({kind, name}: Atom): string {
  return kind === 'cookie'
    ? `$HTTP["cookie"] =~ "(?:^|;\\s*)${name}=1\\s*(?:;|$)"`
    : `$REQUEST_HEADER["${name}"] == "1"`
}

function atomsOf(lanes: readonly Lane[]): Atom[] {
  const names = (kind: Atom['kind']): string[] => [...new Set(lanes.flatMap(({canary}) => canary?.[kind] ?? []))].sort()
  return [
    ...names('cookie').map((name): Atom => ({kind: 'cookie', name})),
    ...names('header').map((name): Atom => ({kind: 'header', name})),
  ]
}
