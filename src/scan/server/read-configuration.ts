/** Reads the configuration of an Apache as it reads it itself: line after line, what is included in its place. */
import {readFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {MigrateError} from '../../errors.ts'
import {type ConfigLine, configLines, type Section, statementOf} from '../access/apache-config.ts'
import {decodeText} from '../text.ts'
import {conditionHolds, isCondition} from './conditions.ts'
import {filesOfInclude} from './include-files.ts'
import {expandMacro, type Macro} from './macros.ts'
import {closingName, endOfSection, isTransparent, openSection, withoutTransparent} from './open-sections.ts'
import {type KnownOfServer, ServerState} from './server-state.ts'
import type {ConfigProblem, Place, ServerConfiguration, ServerDirective} from './types.ts'
import {isHarmless, variablesOfEnvvars, withVariables} from './variables.ts'

/** As many files within files as Apache itself allows. */
const DEEPEST_INCLUDE = 128
/** Of all files together; no configuration comes near. */
const MOST_DIRECTIVES = 1_000_000

/**
 * Reads files in the order given, each with all that it includes.
 *
 * @throws MigrateError `SERVER_CONFIG_UNREADABLE` when one of the files given can't be read; what they include and
 * can't be read is a problem of the configuration
 */
export function readConfiguration(files: readonly string[], known: KnownOfServer = {}): ServerConfiguration {
  const main = resolve(files[0] ?? '')
  // The variables of Debian's server are in a file beside its main file.
  const environment = variablesOfEnvvars(readText(join(dirname(main), 'envvars')) ?? '')
  const reader = new ConfigurationReader(new ServerState(dirname(main), known, environment))
  for (const file of files) reader.readMain(resolve(file))
  return reader.result()
}

class ConfigurationReader {
  readonly #state: ServerState
  readonly #directives: ServerDirective[] = []
  readonly #sections: Section[] = []
  readonly #files: string[] = []
  readonly #problems: ConfigProblem[] = []
  readonly #macros = new Map<string, Macro>()
  /** The sections round the line that is read. */
  #section: Section | undefined
  /** The files whose lines are being read, the first given first. */
  readonly #within: string[] = []
  /** How many macros are being used, each in the one before. */
  #uses = 0

  constructor(state: ServerState) {
    this.#state = state
  }

  readMain(file: string): void {
    const text = readText(file)
    if (text === undefined) {
      throw new MigrateError(
        'SERVER_CONFIG_UNREADABLE',
        `\`${file}\` can't be read`,
        'Name a file of the web server that you may read, such as `--server-config /etc/apache2/apache2.conf`, or run as root',
      )
    }
    this.#readText(file, text)
  }

  result(): ServerConfiguration {
    return {
      directives: this.#directives,
      sections: this.#sections.flatMap((each) => (isTransparent(each) ? [] : (withoutTransparent(each) ?? []))),
      files: this.#files,
      serverRoot: this.#state.serverRoot,
      modules: this.#state.modules(),
      problems: this.#problems,
    }
  }

  #readText(file: string, text: string): void {
    if (!this.#files.includes(file)) this.#files.push(file)
    const lines = [...configLines(text)]
    for (const line of lines) {
      const [, name] = /^define\s+(\S+)/i.exec(line.text) ?? []
      if (name !== undefined) this.#state.mayDefine(name)
    }
    this.#within.push(file)
    this.#readBalanced(file, lines)
    this.#within.pop()
  }

  /** A file, and a macro, closes what it opens. */
  #readBalanced(file: string, lines: readonly ConfigLine[]): void {
    const outer = this.#section
    for (let index = 0; index < lines.length; index++) {
      const {text, line} = lines[index] as ConfigLine
      const statement = statementOf(this.#substitute(text, {file, line}))
      if (statement.kind === 'close') this.#close({file, line}, statement.name)
      else if (statement.kind === 'directive') this.#take({...statement, file, line})
      else if (!this.#isPassedOver(statement)) this.#open({file, line}, statement)
      else {
        const end = endOfSection(lines, index, statement.name)
        if (end === undefined) this.#reportUnclosed({file, line}, statement.name)
        const inner = lines.slice(index + 1, end ?? lines.length)
        if (statement.name === 'macro') this.#keepMacro(file, statement.args, inner)
        if (statement.name === 'perl') this.#reportCode({file, line}, '`<Perl>` makes configuration by a program')
        index = end ?? lines.length
      }
    }
    if (this.#section === outer) return
    this.#reportUnclosed({file, line: this.#section?.line ?? 0}, this.#section ? closingName(this.#section) : '')
    this.#section = outer
  }

  #isPassedOver({name, args}: Pick<Section, 'name' | 'args'>): boolean {
    if (isCondition(name)) return conditionHolds(name, args, this.#state) === false
    return name === 'macro' || name === 'comment' || name === 'perl'
  }

  #open(at: Place, {name, args}: Pick<Section, 'name' | 'args'>): void {
    const holds = isCondition(name) && conditionHolds(name, args, this.#state) === true
    this.#section = openSection({name, args}, at, this.#section, holds)
    this.#sections.push(this.#section)
  }

  #close(at: Place, name: string): void {
    if (this.#section && closingName(this.#section) === name) this.#section = this.#section.parent
    else this.#report(at, 'unbalanced', `\`</${name}>\` closes nothing that is open`)
  }

  #take(directive: Omit<ServerDirective, 'section'>): void {
    const {name, args, file, line} = directive
    const [first = '', second = ''] = args
    const section = withoutTransparent(this.#section)
    const isKept = this.#directives.length < MOST_DIRECTIVES
    switch (name) {
      case 'include':
      case 'includeoptional':
        this.#include({file, line}, first, name === 'includeoptional')
        break
      case 'use':
        this.#use({file, line}, args)
        break
      case 'define':
        this.#state.define(first, second)
        break
      case 'undefine':
        this.#state.undefine(first)
        break
      case 'serverroot':
        this.#state.serverRoot = first
        break
      case 'loadmodule':
        this.#state.load(first)
        break
      case 'perlmodule':
      case 'perlrequire':
      case 'perlpostconfigrequire':
        this.#reportCode({file, line}, `\`${name}\` runs a program that may change the configuration`)
        break
      default:
        if (isKept) this.#directives.push({...directive, ...(section ? {section} : {})})
    }
  }

  #include(at: Place, name: string, isOptional: boolean): void {
    if (this.#within.length >= DEEPEST_INCLUDE) {
      this.#report(at, 'loop', `files include each other more than ${DEEPEST_INCLUDE} deep`)
      return
    }
    let found: string[]
    try {
      found = filesOfInclude(this.#state.serverRoot, name)
    } catch (error) {
      this.#report(at, 'unreadable', `\`${name}\` can't be read: ${reasonOf(error)}`)
      return
    }
    if (found.length === 0 && !isOptional) this.#report(at, 'missing', `there is no \`${name}\` to include`)
    for (const each of found) {
      const text = this.#within.includes(each) ? undefined : readText(each)
      if (text !== undefined) this.#readText(each, text)
      else if (this.#within.includes(each)) this.#report(at, 'loop', `\`${each}\` includes itself`)
      else this.#report(at, 'unreadable', `\`${each}\` can't be read`)
    }
  }

  #keepMacro(file: string, [name = '', ...parameters]: readonly string[], lines: ConfigLine[]): void {
    // Macro names are not case sensitive (mod_macro, "Macro").
    this.#macros.set(name.toLowerCase(), {file, parameters, lines})
  }

  #use(at: Place, [name = '', ...values]: readonly string[]): void {
    const macro = this.#macros.get(name.toLowerCase())
    const lines = macro && expandMacro(macro, values)
    if (!macro || !lines) {
      const why = macro ? `takes ${macro.parameters.length} values` : 'is not defined before'
      this.#report(at, 'macro', `the macro \`${name}\` ${why}`)
      return
    }
    if (this.#uses >= DEEPEST_INCLUDE) {
      this.#report(at, 'loop', `the macro \`${name}\` uses itself`)
      return
    }
    this.#uses++
    this.#readBalanced(macro.file, lines)
    this.#uses--
  }

  #substitute(text: string, at: Place): string {
    return withVariables(
      text,
      (name) => this.#state.variable(name),
      (name) => this.#report(at, 'variable', `\`\${${name}}\` has no value that is known`, !isHarmless(text)),
    )
  }

  #reportCode(at: Place, message: string): void {
    this.#report(at, 'code', message)
  }

  #reportUnclosed(at: Place, name: string): void {
    this.#report(at, 'unbalanced', `\`<${name}>\` is not closed in its file`)
  }

  #report(at: Place, kind: ConfigProblem['kind'], message: string, matters = true): void {
    this.#problems.push({...at, kind, message, matters})
  }
}

function readText(file: string): string | undefined {
  try {
    return decodeText(readFileSync(file, 'latin1'))
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split(',')[0] ?? '') : ''
}
