/** The peer: find the PHP files of a tree, parse each with php-parser, walk the syntax tree. No facts, no ledger. */
import {readFileSync} from 'node:fs'
import {globSync} from 'glob'
import phpParser from 'php-parser'

const [directory = '.'] = process.argv.slice(2)
const settings = (version: number) => ({
  parser: {version, extractDoc: false, suppressErrors: false},
  ast: {withPositions: true},
  lexer: {short_tags: true},
})
const engines = [805, 506].map((version) => new phpParser.Engine(settings(version)))
let nodes = 0

/** Counts the nodes: the least that an analysis has to do. */
function walk(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) walk(item)
  else if (typeof value === 'object' && value !== null) {
    nodes++
    for (const key in value) if (key !== 'loc') walk((value as Record<string, unknown>)[key])
  }
}

for (const file of globSync('**/*.{php,inc,phtml}', {cwd: directory, absolute: true, nodir: true, dot: true})) {
  const source = readFileSync(file, 'latin1')
  for (const engine of engines) {
    try {
      walk(engine.parseCode(source, file))
      break
    } catch {
      // The older version takes some of what the newer one rejects.
    }
  }
}
process.stdout.write(`${nodes} nodes\n`)
