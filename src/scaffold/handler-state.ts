/** Whether a page's handler is ready to answer visitors: it is there, it loads as this page, and no hole is left. */
import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync, statSync} from 'node:fs'
import {dirname, relative, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {MigrateError} from '../errors.ts'
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

/** Of some pages the handlers that are not ready. The other parameters are those of {@link handlerState}. */
export function unreadyHandlers(
  handlersDirectory: string,
  pages: readonly PagePath[],
  register: string,
): Extract<HandlerState, {ready: false}>[] {
  return pages.map((page) => handlerState(handlersDirectory, page, register)).filter((state) => state.ready === false)
}

/** The error for handlers that are not ready; `what` did not happen because of it: `Not done`. */
export function notReady(what: string, states: readonly Extract<HandlerState, {ready: false}>[]): MigrateError {
  const [first] = states
  return new MigrateError(
    first?.code ?? 'NOT_READY',
    `${what}: ${states.map((state) => state.message).join('\n  ')}`,
    `${first?.hint ?? ''}, or overrule with \`--force --reason "…"\``,
    {exitStatus: 1},
  )
}

/**
 * Looks at the handler of a page and at the modules of its own that it imports.
 *
 * @param register URL of the module that makes `banyan/*` known to a process
 */
function handlerState(handlersDirectory: string, page: PagePath, register: string): HandlerState {
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
  const complaint = loadComplaint(file, page, register)
  if (complaint !== undefined) {
    return {
      ready: false,
      page,
      file,
      code: 'HANDLER_BROKEN',
      message: `the handler of \`${name}\` can't be loaded: ${complaint}`,
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

/** Milliseconds that a module may take to load. */
const PATIENCE = 20_000

/** Loads a module as the backend does, and says what is wrong with it; run in a process of its own. */
const LOAD = `const [url, page] = process.argv.slice(1)
try {
  const {default: handler} = await import(url)
  if (!handler?.[Symbol.for('banyan.page')]) throw new Error('it has no default export made by definePage()')
  if (handler.page !== page) throw new Error('it defines the page \`' + handler.page + '\`')
  process.exit(0)
} catch (error) {
  process.stderr.write(String(error?.message ?? error))
  process.exit(1)
}`

/** Why the backend could not use the module; nothing when it can. */
function loadComplaint(file: string, page: PagePath, register: string): string | undefined {
  if (!statSync(file).isFile()) return 'it is not a file'
  const args = [
    '--no-warnings',
    '--import',
    register,
    '--input-type=module',
    '--eval',
    LOAD,
    pathToFileURL(file).href,
    page,
  ]
  const load = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: PATIENCE,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (load.status === 0) return undefined
  if (load.status === null) return `it does not load within ${PATIENCE / 1000} seconds`
  return printable(load.stderr.trim().split('\n')[0] ?? '')
}

/** `file:line` of every hole in the module and in the relative modules that it imports. */
function holesBelow(file: string, seen: Set<string>): string[] {
  if (seen.has(file) || !existsSync(file)) return []
  seen.add(file)
  const source = readFileSync(file, 'utf8')
  const own = findHoles(source).map((hole) => `${file}:${hole.line}`)
  return [...own, ...relativeImports(source).flatMap((target) => holesBelow(resolve(dirname(file), target), seen))]
}
