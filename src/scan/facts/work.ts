import type {PhpFile} from '../syntax/php-file.ts'
import {Kind} from '../tokens/kinds.ts'
import type {FileFacts, PortingNote, WorkKind} from '../types.ts'
import {decisionsIn} from './complexity.ts'
import {databasesIn} from './databases.ts'
import {defineFact} from './define-fact.ts'
import {extensionsIn} from './extensions.ts'
import {formsIn} from './forms.ts'
import {inputsIn} from './inputs.ts'
import {notesIn} from './notes.ts'
import {outputsIn} from './outputs.ts'
import {statementsIn} from './queries/statements.ts'
import {inlineHtmlBytesOf} from './size.ts'

/** What has to be done by hand when the file is ported, counted from what the other facts found. */
export const work = defineFact({
  name: 'work',
  find(file) {
    const inputs = inputWork(file)
    const queries = queryWork(file)
    const counted: Partial<Record<WorkKind, number>> = {
      lines: linesOfCode(file),
      html: inlineHtmlBytesOf(file),
      branches: decisionsIn(file).count,
      inputs: inputs.all,
      'dynamic-inputs': inputs.dynamic,
      queries: queries.all,
      'dynamic-queries': queries.dynamic,
      forms: formsIn(file).length,
      outputs: outputsIn(file).length,
      functions: functionsDefined(file),
      extensions: extensionsIn(file).length,
    }
    for (const {kind} of notesIn(file)) {
      const work = WORK_OF_NOTE[kind]
      if (work) counted[work] = (counted[work] ?? 0) + 1
    }
    const found: FileFacts['work'] = {}
    for (const kind of Object.keys(counted) as WorkKind[]) if (counted[kind]) found[kind] = counted[kind]
    return found
  },
})

/** Kinds of work by kinds of notes; what is not here is counted otherwise, or is little work. */
const WORK_OF_NOTE: Partial<Record<PortingNote['kind'], WorkKind>> = {
  'file-read': 'files',
  'file-write': 'files',
  upload: 'uploads',
  mail: 'mail',
  exec: 'processes',
  eval: 'eval',
  extract: 'variables',
  'variable-variable': 'variables',
  'dynamic-name': 'variables',
  global: 'globals',
  static: 'globals',
  reference: 'references',
  goto: 'goto',
  'output-buffer': 'buffers',
}

/** Lines on which a token of PHP stands; comments and HTML are none. */
function linesOfCode(file: PhpFile): number {
  const {count, kinds, starts, lineStarts} = file
  let lines = 0
  let line = 0
  let end = 0
  for (let at = 0; at < count; at++) {
    const start = starts[at] as number
    if (start < end) continue
    const kind = kinds[at] as number
    if ((kind >= Kind.InlineHtml && kind <= Kind.CloseTag) || kind === Kind.HaltData) continue
    while ((lineStarts[line + 1] ?? Number.POSITIVE_INFINITY) <= start) line++
    end = lineStarts[line + 1] ?? Number.POSITIVE_INFINITY
    lines++
  }
  return lines
}

/** How much there is of something, and how much of it is made at run time. */
interface Counted {
  all: number
  dynamic: number
}

/** Keys that are taken, each once; computed ones as often as they are used. */
function inputWork(file: PhpFile): Counted {
  const keys = new Set<string>()
  let dynamic = 0
  for (const {source, key, access} of inputsIn(file)) {
    if (access === 'write' || access === 'unset') continue
    if (key === null) dynamic++
    else keys.add(`${source} ${key}`)
  }
  return {all: keys.size + dynamic, dynamic}
}

/** Statements that can be seen, and queries of which the text is made elsewhere. */
function queryWork(file: PhpFile): Counted {
  const statements = statementsIn(file).filter(({isFragment}) => !isFragment)
  let queries = 0
  for (const [, {does}] of databasesIn(file)) if (does === 'query') queries++
  const hidden = Math.max(0, queries - statements.length)
  return {
    all: statements.length + hidden,
    dynamic: statements.filter(({isDynamic}) => isDynamic).length + hidden,
  }
}

function functionsDefined(file: PhpFile): number {
  let count = 0
  for (const {kind} of file.scopes.list) if (kind === 'function' || kind === 'method') count++
  return count
}
