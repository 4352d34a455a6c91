/** How many includes of real sites are resolved: `npm run bench -- includes DIR…`. */
import {basename, resolve} from 'node:path'
import type {IncludeEdge, ScannedFile} from '../src/scan/types.ts'
import {freshScan} from './fresh-scan.ts'
import {type BenchResult, rounded} from './result.ts'

/**
 * Counted are the includes that code makes, also through functions that include what they are given; not those that
 * PHP's settings make. An include of which the name is known but the file is not in the tree (generated, or the
 * user's own) is `absent`: it counts as not resolved.
 */
export async function run(directories: string[]): Promise<BenchResult> {
  const ratios: Record<string, number> = {}
  const total: Counts = {file: 0, set: 0, absent: 0, dynamic: 0}
  process.stdout.write(row('application', ['n', 'one file', 'set', 'absent', 'dynamic', 'resolved']))
  for (const directory of directories) {
    const {files} = await freshScan(directory)
    const counts = countsOf(files)
    for (const name of NAMES) total[name] += counts[name]
    ratios[basename(resolve(directory))] = show(basename(resolve(directory)), counts)
  }
  ratios.total = show('total', total)
  return {ratios, figures: {includes: sumOf(total), ...total}, missing: []}
}

const NAMES = ['file', 'set', 'absent', 'dynamic'] as const
type Counts = Record<(typeof NAMES)[number], number>

function countsOf(files: readonly ScannedFile[]): Counts {
  const counts: Counts = {file: 0, set: 0, absent: 0, dynamic: 0}
  for (const {includes} of files) {
    for (const edge of includes) {
      const name = nameOf(edge)
      if (name) counts[name]++
    }
  }
  return counts
}

function nameOf({how, targets, settings}: IncludeEdge): keyof Counts | undefined {
  if (settings !== undefined) return undefined
  // What a function includes that is given a name is counted where it is called.
  if (how === 'wrapper' && targets.length === 0) return undefined
  if (how === 'absent' || how === 'dynamic') return how
  return how === 'set' || targets.length > 1 ? 'set' : 'file'
}

function sumOf(counts: Counts): number {
  return NAMES.reduce((sum, name) => sum + counts[name], 0)
}

/** Prints a line and gives the part of the includes that lead to files. */
function show(name: string, counts: Counts): number {
  const sum = sumOf(counts)
  const resolved = (counts.file + counts.set) / Math.max(1, sum)
  const cells = [sum, ...NAMES.map((kind) => counts[kind]), `${(resolved * 100).toFixed(1)} %`]
  process.stdout.write(row(name, cells.map(String)))
  return rounded(resolved)
}

function row(name: string, cells: readonly string[]): string {
  return `${name.padEnd(20)}${cells.map((cell) => cell.padStart(10)).join('')}\n`
}
