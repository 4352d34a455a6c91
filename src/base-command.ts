/** What all commands share: the global flags, one way to print and one way to fail. */
import {existsSync} from 'node:fs'
import {userInfo} from 'node:os'
import * as Args from '@oclif/core/args'
import {Command} from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import {Interrupted, MigrateError} from './errors.ts'
import {documentRootOf, type Ledger, openLedger} from './ledger/index.ts'
import type {Actor} from './ledger/types.ts'
import {configuredDocroot, findProject, type Project} from './project.ts'

/** The PAGE… argument of commands about pages; give it with `strict = false`. */
export const PAGES = {
  page: Args.string({
    name: 'PAGE',
    required: true,
    description: 'Paths below the document root, globs in quotes, or `-` for a list on stdin',
  }),
}

/** The flag of moves that are explained in the history. */
export const REASON = {
  reason: Flags.string({helpValue: 'TEXT', summary: 'Why; kept in the history'}),
}

/** A command of `migrate`. stdout is data, stderr is talk; `--json` puts only the result on stdout. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true

  static override baseFlags = {
    config: Flags.string({
      helpGroup: 'GLOBAL',
      helpValue: 'FILE',
      summary: 'Configuration file; its folder is the project folder',
    }),
    color: Flags.boolean({
      helpGroup: 'GLOBAL',
      allowNo: true,
      default: true,
      summary: 'Colour on a terminal; `--no-color` or NO_COLOR turns it off',
    }),
    quiet: Flags.boolean({char: 'q', helpGroup: 'GLOBAL', summary: 'Say nothing on stderr but errors'}),
  }

  /** Opened ledgers, closed whatever happens. */
  readonly #open: Ledger[] = []

  #quiet = false

  protected override async init(): Promise<void> {
    await super.init()
    // Needed before the flags are parsed: a wrong flag is reported in the same way.
    const end = this.argv.indexOf('--')
    const given = end < 0 ? this.argv : this.argv.slice(0, end)
    if (given.includes('--no-color')) process.env.NO_COLOR = '1'
    this.#quiet = given.some((argument) => argument === '--quiet' || /^-[a-z]*q[a-z]*$/.test(argument))
  }

  /** The project of the current folder, or of `--config`. */
  protected project(flags: {config?: string | undefined}): Project {
    return findProject(process.cwd(), flags.config)
  }

  /** The project's ledger; closed when the command ends. */
  protected ledger(project: Project, options: {create?: boolean} = {}): Ledger {
    const open = this.#open.find(({file}) => file === project.ledgerFile)
    if (open) return open
    const ledger = openLedger(project.ledgerFile, options)
    this.#open.push(ledger)
    return ledger
  }

  /** The document root: that of the configuration, else that of the last scan. */
  protected docroot(project: Project): string | undefined {
    const configured = configuredDocroot(project)
    if (configured !== undefined || !existsSync(project.ledgerFile)) return configured
    return documentRootOf(this.ledger(project))
  }

  /** Who runs the command, and when, for the history. */
  protected actor(): Actor {
    return {who: process.env.MIGRATE_USER || userName(), at: new Date().toISOString()}
  }

  /** Talk: progress, warnings, next steps. To stderr, and not with `--quiet`. */
  protected say(text: string): void {
    if (!this.#quiet) process.stderr.write(`${text}\n`)
  }

  /**
   * Aborted by Ctrl-C, or when the process is asked to end; the reason is an {@link Interrupted}. The second time ends
   * the process at once.
   */
  protected interrupted(): AbortSignal {
    const controller = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => controller.abort(new Interrupted(signal)))
    }
    return controller.signal
  }

  /** Ends the command with status 1: it worked, and what it checked is not in order. */
  protected checkSaidNo(): void {
    process.exitCode = 1
  }

  protected override async catch(error: Error & {exitCode?: number; oclif?: {exit?: number}}): Promise<void> {
    if (error instanceof Interrupted) {
      this.say('Stopped; the ledger is as it was before')
      process.exitCode = error.exitStatus
      return
    }
    const problem = asProblem(error, (this.id ?? '').replaceAll(':', ' '))
    if (!problem) throw error
    if (this.jsonEnabled()) {
      const {code, message, hint, details} = problem
      this.logJson({error: {code, message, hint, details}})
    } else {
      process.stderr.write(`Error: ${problem.message}\nCode: ${problem.code}\nTry this: ${problem.hint}\n`)
    }
    process.exitCode = problem.exitStatus
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    for (const ledger of this.#open) ledger.close()
    await super.finally(error)
  }
}

/** The account's name; containers run as users that have none. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return process.env.USER || `uid ${process.getuid?.() ?? '?'}`
  }
}

/** What the user can mend, among all that can be thrown; wrong usage found by oclif included. */
function asProblem(error: Error & {oclif?: {exit?: number}}, command: string): MigrateError | undefined {
  if (error instanceof MigrateError) return error
  const isUsage = error.constructor.name.endsWith('Error') && 'parse' in error
  if (!isUsage) return undefined
  const message = error.message
    .replace(/\n?See more help with --help$/, '')
    .replace(/^The following errors? occurred:\s*/, '')
    .trim()
  return new MigrateError('USAGE', message, `Run \`migrate ${command} --help\``, {cause: error})
}
