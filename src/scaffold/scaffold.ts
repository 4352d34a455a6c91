/** Writing the handler of a page and its test; what a person edited is never overwritten. */
import {createHash} from 'node:crypto'
import {existsSync, readFileSync} from 'node:fs'
import {basename} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {LedgerPageDetail} from '../ledger/types.ts'
import type {PagePath} from '../page.ts'
import {createFile, replaceFile} from '../publish/write-file.ts'
import type {IncludedFile} from './checklist.ts'
import {handlerFile, handlerTestFile} from './handler-file.ts'
import {renderHandler, renderHandlerTest, type Templates} from './render.ts'

/** What became of one file. `kept`: somebody edited it, and it stays as it is. */
export interface ScaffoldedFile {
  file: string
  outcome: 'written' | 'unchanged' | 'kept' | 'replaced'
  /** Where the former contents went, when they were replaced by force. */
  copy?: string
}

/** What became of one page. */
export interface Scaffolded {
  page: PagePath
  handler: ScaffoldedFile
  test: ScaffoldedFile
}

/** How to scaffold. */
interface ScaffoldOptions {
  handlersDirectory: string
  /** Replace handlers that were edited; their contents are kept beside them. */
  force: boolean
  /** Whether an earlier scaffold wrote the text with this SHA-1: a file that still has it was not edited. */
  isScaffold: (file: 'handler' | 'test', hash: string) => boolean
  /** Called before a text is written. */
  remember: (file: 'handler' | 'test', hash: string) => void
}

/**
 * Writes `handlers/<page>.ts` and `handlers/<page>.test.ts`, each as a whole or not at all.
 *
 * @param included the page's include closure, with facts
 * @throws MigrateError ODD_NAME
 */
export function scaffoldPage(
  page: LedgerPageDetail,
  included: readonly IncludedFile[],
  options: ScaffoldOptions,
): Scaffolded {
  const templates = readTemplates()
  const handler = handlerFile(options.handlersDirectory, page.path)
  const test = handlerTestFile(options.handlersDirectory, page.path)
  const handlerText = renderHandler(templates.handler, page, included)
  const testText = renderHandlerTest(templates.test, page, basename(handler))
  const written = put('handler', handler, handlerText, options.force, options)
  // The test of an edited handler stays too, unless the handler is replaced by force.
  const force = options.force && written.outcome === 'replaced'
  return {page: page.path, handler: written, test: put('test', test, testText, force, options)}
}

function put(
  kind: 'handler' | 'test',
  file: string,
  text: string,
  force: boolean,
  {isScaffold, remember}: ScaffoldOptions,
): ScaffoldedFile {
  const hash = sha1(text)
  remember(kind, hash)
  if (createFile(file, text)) return {file, outcome: 'written'}
  const present = readFileSync(file)
  if (sha1(present) === hash) return {file, outcome: 'unchanged'}
  if (isScaffold(kind, sha1(present))) {
    replaceFile(file, text)
    return {file, outcome: 'written'}
  }
  if (!force) return {file, outcome: 'kept'}
  const copy = keepCopy(file, present)
  replaceFile(file, text)
  return {file, outcome: 'replaced', copy}
}

function sha1(content: string | Buffer): string {
  return createHash('sha1').update(content).digest('hex')
}

/** `cart.php.ts` → `cart.php.ts.kept-1`: not a module, so nothing loads it. */
function keepCopy(file: string, content: Buffer): string {
  for (let number = 1; ; number++) {
    const copy = `${file}.kept-${number}`
    if (!existsSync(copy) && createFile(copy, content)) return copy
  }
}

function readTemplates(): Templates {
  const read = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../templates/${name}`, import.meta.url)), 'utf8')
  return {handler: read('handler.ts'), test: read('handler.test.ts')}
}
