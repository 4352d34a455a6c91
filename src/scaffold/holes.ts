/** Finding `hole()` in a handler's source: what is not ported yet. */

/** A call of `hole`, by its line. */
interface Hole {
  line: number
}

/**
 * The calls of `hole` in TypeScript source, also under another name (`import {hole as gap}`). Comments and quoted
 * strings don't count. Where it can't be sure it counts: a page is not done while something looks like a hole.
 */
export function findHoles(source: string): Hole[] {
  const code = blankOutText(source)
  const names = ['hole', ...[...code.matchAll(/\bhole\s+as\s+([\w$]+)/g)].map((match) => match[1] ?? '')]
  const call = new RegExp(`(?<![\\w$])(?:${names.map((name) => name.replaceAll('$', '\\$')).join('|')})\\s*\\(`, 'g')
  return [...code.matchAll(call)].map((match) => ({line: code.slice(0, match.index).split('\n').length}))
}

/** The relative modules that the source imports: `./lib/shop.ts`. */
export function relativeImports(source: string): string[] {
  return [...source.matchAll(/\b(?:from|import)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g)].map((match) => match[2] ?? '')
}

/** The source with comments, regular expressions and the insides of quoted strings made blank; lines stay. */
function blankOutText(source: string): string {
  return source.replace(TEXT, (match) => match.replace(/[^\n]/g, ' '))
}

// Templates stay: code stands in their `${…}`. An unclosed quote ends with its line, as in TypeScript. A slash begins a
// regular expression where no value stands before it that it could divide.
const TEXT =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<=(?:^|[=(,:[!&|?{};+\-*%~^<>]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g
