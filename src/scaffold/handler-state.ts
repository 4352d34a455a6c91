/** Whether a page's handler is ready to answer visitors: it is there, Node can parse it, and no hole is left. */
import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {dirname, relative, resolve} from 'node:path'
import type {PagePath} from '../page.ts'
import {printable} from '../page.ts'
import {handlerFile} from './handler-file.ts'
import {findHoles, relativeImports} from './holes.ts'

/** The answer: ready, or why not. */
export type HandlerState =
  | {ready: true; page: PagePath; file: string}
  | {
      ready: false
      page: PagePath
      file: string
      code: 'NO_HANDLER' | 'HANDLER_BROKEN' | 'HANDLER_HAS_HOLES'
      message: string
      hint: string
    }

/** Looks at the handler of a page and at the modules of its own that it imports. */
export function handlerState(handlersDirectory: string, page: PagePath): HandlerState {
  const file = handlerFile(handlersDirectory, page)
  const name = printable(page)
  if (!existsSync(file)) {
    return {
      ready: false,
      page,
      file,
      code: 'NO_HANDLER',
      message: `\`${name}\` has no handler: \`${printable(file)}\` is missing`,
      hint: `Run \`migrate scaffold ${name}\` and port the page`,
    }
  }
  const complaint = syntaxComplaint(file)
  if (complaint !== undefined) {
    return {
      ready: false,
      page,
      file,
      code: 'HANDLER_BROKEN',
      message: `the handler of \`${name}\` can't be parsed: ${complaint}`,
      hint: 'Mend the module, then try again',
    }
  }
  const holes = holesBelow(file, new Set())
  if (holes.length > 0) {
    const [first] = holes
    return {
      ready: false,
      page,
      file,
      code: 'HANDLER_HAS_HOLES',
      message: `the handler of \`${name}\` still has ${holes.length === 1 ? 'a hole' : `${holes.length} holes`}: ${holes.map((hole) => printable(relative(dirname(handlersDirectory), hole))).join(', ')}`,
      hint: `Port what \`hole()\` stands for at \`${printable(first ?? file)}\``,
    }
  }
  return {ready: true, page, file}
}

/** Parses the module on stdin as Node does when it strips the types; fails with the parser's message. */
const PARSE = `import {stripTypeScriptTypes} from 'node:module'
import {readFileSync} from 'node:fs'
try { stripTypeScriptTypes(readFileSync(0, 'utf8')) } catch (error) { console.error(error.message); process.exitCode = 1 }`

/** What Node's parser says against the module, which is not run. A process of its own keeps Node's warning away. */
function syntaxComplaint(file: string): string | undefined {
  const parse = ['--no-warnings', '--input-type=module', '--eval', PARSE]
  const check = spawnSync(process.execPath, parse, {encoding: 'utf8', input: readFileSync(file)})
  return check.status === 0 ? undefined : printable(check.stderr.trim().split('\n')[0] ?? '')
}

/** `file:line` of every hole in the module and in the relative modules that it imports. */
function holesBelow(file: string, seen: Set<string>): string[] {
  if (seen.has(file) || !existsSync(file)) return []
  seen.add(file)
  const source = readFileSync(file, 'utf8')
  const own = findHoles(source).map((hole) => `${file}:${hole.line}`)
  return [...own, ...relativeImports(source).flatMap((target) => holesBelow(resolve(dirname(file), target), seen))]
}
