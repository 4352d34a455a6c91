/** The inputs of a page as the first lines of its handler: `const id = toInt(query.id) // book.php:12  (int) $_GET['id']`. */
import type {PagePath} from '../page.ts'
import type {InputSource, InputUse} from '../scan/types.ts'
import {valueOfInput} from './input-value.ts'
import {commentText, member} from './quote.ts'

/** The lines, and what they need. */
interface InputLines {
  lines: string[]
  /** Names to destructure from the handler's context: `query`, `form`. */
  context: string[]
  /** Names to import from `banyan/php`. */
  conversions: string[]
}

/** Where PHP's superglobals are in a handler's context. `$_REQUEST` and the like have no single place. */
const CONTEXT: Partial<Record<InputSource, string>> = {
  get: 'query',
  post: 'form',
  cookie: 'cookies',
  files: 'files',
  server: 'server',
}

const SUFFIX: Partial<Record<InputSource, string>> = {
  get: 'FromQuery',
  post: 'FromForm',
  cookie: 'FromCookie',
  files: 'Upload',
  server: 'FromServer',
}

/** Declarations for every input with a literal key; the others as comments, for a person to decide. */
export function inputLines(page: PagePath, inputs: readonly InputUse[]): InputLines {
  const taken = new Set(RESERVED)
  const context = new Set<string>()
  const conversions = new Set<string>()
  const declarations: string[] = []
  const remarks: string[] = []
  for (const uses of groupByKey(inputs)) {
    const [first] = uses
    if (!first) continue
    const best = uses.find((use) => use.conversion !== undefined) ?? uses.find((use) => use.access === 'read') ?? first
    const evidence = `// ${commentText(page)}:${placesOf(uses)}  ${commentText(best.text)}`
    const object = CONTEXT[first.source]
    if (first.key === null || object === undefined) {
      remarks.push(evidence)
      continue
    }
    context.add(object)
    const name = freshName(first.key, first.source, taken)
    const {code, conversion, isWhole} = valueOfInput(member(object, first.key), best)
    if (conversion !== undefined) conversions.add(conversion)
    declarations.push(`const ${name} = ${code} ${evidence}${isWhole ? '' : '  (the PHP does more to it)'}`)
  }
  if (remarks.length > 0) remarks.unshift('// Also read, with a key that is computed or from several sources at once:')
  return {lines: [...declarations, ...remarks], context: [...context].sort(), conversions: [...conversions].sort()}
}

function groupByKey(inputs: readonly InputUse[]): InputUse[][] {
  const groups = new Map<string, InputUse[]>()
  for (const input of inputs) {
    if (input.source === 'session' || input.access === 'write' || input.access === 'unset') continue
    // Every computed read is worth its own line; the same literal key is one input.
    const name = input.key === null ? `${input.source} ${input.line} ${input.text}` : `${input.source}=${input.key}`
    const group = groups.get(name)
    if (group) group.push(input)
    else groups.set(name, [input])
  }
  return [...groups.values()]
}

/** The lines of all uses, each once; enough of them to find the others. */
function placesOf(uses: readonly InputUse[]): string {
  const lines = [...new Set(uses.map((use) => use.line))]
  return `${lines.slice(0, 5).join(', ')}${lines.length > 5 ? ' …' : ''}`
}

/** A name for the value of a key, not yet taken: `first name` → `firstName`. */
function freshName(key: string, source: InputSource, taken: Set<string>): string {
  const words = key.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const [head = '', ...rest] = words.map((word) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word))
  const camel = head + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  const base = /^[A-Za-z]/.test(camel) ? camel : `input${camel}`
  let name = taken.has(base) ? `${base}${SUFFIX[source] ?? ''}` : base
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`
  taken.add(name)
  return name
}

/** What a variable may not be called in a handler. */
const RESERVED =
  `arguments await break case catch class const continue cookies debugger default definePage delete do echo
  else enum eval export extends false files finally for form function handle hole if implements import in instanceof
  interface let new null package page private protected public query raw html reply return server session static super
  switch this throw toBool toFloat toInt toText true try typeof undefined var void while with yield`.split(/\s+/)
