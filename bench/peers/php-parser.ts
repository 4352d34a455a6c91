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

let bytes = 0
let rejected = 0
const pattern = '**/*.{php,inc,phtml,php3,php4,php5,php7,php8}'
const options = {cwd: directory, absolute: true, nodir: true, dot: true, nocase: true} as const
for (const file of globSync(pattern, {...options, ignore: ['**/.git/**', '**/node_modules/**']})) {
  const source = readFileSync(file, 'latin1')
  bytes += source.length
  if (!isParsed(source, file)) rejected += source.length
}
process.stdout.write(`${nodes} nodes\n`)
// What is rejected early costs little: a peer that rejects much would look fast.
if (rejected > bytes / 20) throw new Error(`${rejected} of ${bytes} bytes were rejected`)

function isParsed(source: string, file: string): boolean {
  for (const engine of engines) {
    try {
      walk(engine.parseCode(source, file))
      return true
    } catch {
      // The older version takes some of what the newer one rejects.
    }
  }
  return false
}
