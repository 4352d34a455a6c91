/** Reads the configuration of an Apache as it reads it itself: line after line, what is included in its place. */
import {readFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {MigrateError} from '../../errors.ts'
import {type ConfigLine, configLines, type Section, statementOf} from '../access/apache-config.ts'
import {decodeText} from '../text.ts'
import {conditionHolds, isCondition} from './conditions.ts'
import {filesOfInclude} from './include-files.ts'
import {expandMacro, type Macro} from './macros.ts'
import {isInEveryServer, moduleName, USUALLY_BUILT_IN} from './modules.ts'
import type {ConfigProblem, ServerConfiguration, ServerDirective} from './types.ts'
import {definedByArguments, variablesOfEnvvars, withVariables} from './variables.ts'

/** What an installed server said of itself; all of it may be left out. */
export interface KnownOfServer {
  /** The directory that relative names are below, unless the files say another. */
  serverRoot?: string
  /** All modules, and of them those that are built in. */
  modules?: {loaded: readonly string[]; builtIn: readonly string[]}
  /** All names with their values, those of the files too. */
  defined?: ReadonlyMap<string, string>
  version?: readonly number[]
}

/** As many files within files as Apache itself allows. */
const DEEPEST_INCLUDE = 128
/** Of all files together; no configuration comes near. */
const MOST_DIRECTIVES = 1_000_000

/** Names of which a value that is not known changes no route and no access. */
const HARMLESS =
  /^(errorlog|customlog|transferlog|globallog|pidfile|user|group|mutex|lockfile|defaultruntimedir|scoreboardfile|coredumpdirectory|log\w+|server(admin|signature|tokens|limit)|ssl(certificate|session|random|ca|stapling)\w*|php_\w*|setenv|timeout|keepalive\w*|cache\w*|extendedstatus)$/

/**
 * Reads files in the order given, each with all that it includes.
 *
 * @throws MigrateError `SERVER_CONFIG_UNREADABLE` when one of the files given can't be read; what they include and
 * can't be read is a problem of the configuration
 */
export function readConfiguration(files: readonly string[], known: KnownOfServer = {}): ServerConfiguration {
  const main = resolve(files[0] ?? '')
  const reader = new ConfigurationReader(known.serverRoot ?? dirname(main), known)
  reader.defineAll(environmentBeside(main))
  for (const file of files) reader.readMain(resolve(file))
  return reader.result()
}

/** The variables of Debian's server: those of its `envvars`, beside its main file. */
function environmentBeside(main: string): ReadonlyMap<string, string> {
  const script = readText(join(dirname(main), 'envvars'))
  return script === undefined ? new Map() : variablesOfEnvvars(script)
}

class ConfigurationReader {
  readonly #directives: ServerDirective[] = []
  readonly #sections: Section[] = []
  readonly #files: string[] = []
  readonly #problems: ConfigProblem[] = []
  readonly #environment = new Map<string, string>()
  /** By the files, and by arguments in Debian's `envvars`. */
  readonly #defined = new Map<string, string>()
  /** Names that a `Define` of some file gives, in a branch that was read or not. */
  readonly #definable = new Set<string>()
  readonly #loaded: Set<string>
  readonly #macros = new Map<string, Macro>()
  readonly #known: KnownOfServer
  #serverRoot: string
  /** The sections round the line that is read. */
  #section: Section | undefined
  /** The files whose lines are being read, the first given first. */
  readonly #within: string[] = []
  #uses = 0

  constructor(serverRoot: string, known: KnownOfServer) {
    this.#serverRoot = serverRoot
    this.#known = known
    this.#loaded = new Set(known.modules?.builtIn.flatMap(namesOfModule) ?? USUALLY_BUILT_IN)
  }

  defineAll(environment: ReadonlyMap<string, string>): void {
    for (const [name, value] of environment) this.#environment.set(name, value)
    const given = definedByArguments(environment.get('APACHE_ARGUMENTS') ?? '')
    for (const [name, value] of given) this.#defined.set(name, value)
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
    const {modules} = this.#known
    const named = modules?.loaded.map(moduleName) ?? [...this.#loaded].filter((name) => !/^php\d+$/.test(name))
    return {
      directives: this.#directives,
      sections: this.#sections.flatMap((section) =>
        section.name === TRANSPARENT ? [] : (withoutTransparent(section) ?? []),
      ),
      files: this.#files,
      serverRoot: this.#serverRoot,
      modules: {isComplete: this.#isComplete(), loaded: [...new Set(named)].sort()},
      problems: this.#problems,
    }
  }

  #isComplete(): boolean {
    return this.#known.modules !== undefined || [...this.#loaded].some(isInEveryServer)
  }

  #readText(file: string, text: string): void {
    if (!this.#files.includes(file)) this.#files.push(file)
    const lines = [...configLines(text)]
    for (const line of lines) {
      const [, name] = /^define\s+(\S+)/i.exec(line.text) ?? []
      if (name !== undefined) this.#definable.add(name)
    }
    const outer = this.#section
    this.#within.push(file)
    this.#readLines(file, lines)
    this.#within.pop()
    if (this.#section !== outer) {
      const {name = '', line = 0} = this.#section ?? {}
      this.#report({file, line, kind: 'unbalanced', message: `\`<${name}>\` is not closed in its file`})
      this.#section = outer
    }
  }

  #readLines(file: string, lines: readonly ConfigLine[]): void {
    for (let index = 0; index < lines.length; index++) {
      const {text, line} = lines[index] as ConfigLine
      const statement = statementOf(this.#substitute(text, file, line))
      if (statement.kind === 'open') {
        const {name, args} = statement
        const holds = isCondition(name) ? conditionHolds(name, args, this.#state()) : 'unknown'
        if (holds === false || name === 'macro' || name === 'comment' || name === 'perl') {
          const end = endOfSection(lines, index, name)
          if (end === undefined) {
            this.#report({file, line, kind: 'unbalanced', message: `\`<${name}>\` is not closed in its file`})
          }
          const inner = lines.slice(index + 1, end ?? lines.length)
          if (name === 'macro') this.#keepMacro(file, args, inner)
          if (name === 'perl') this.#reportCode(file, line, '`<Perl>` makes configuration by a program')
          index = end ?? lines.length
        } else {
          // A condition that holds is as if it were not there; its end still has to be found.
          this.#section = {
            name: holds === true ? TRANSPARENT : name,
            args: holds === true ? [name] : args,
            line,
            file,
            ...(this.#section ? {parent: this.#section} : {}),
          }
          this.#sections.push(this.#section)
        }
      } else if (statement.kind === 'close') this.#close(file, line, statement.name)
      else this.#take({...statement, file, line})
    }
  }

  #close(file: string, line: number, name: string): void {
    const opened = this.#section?.name === TRANSPARENT ? this.#section.args[0] : this.#section?.name
    if (opened === name) this.#section = this.#section?.parent
    else this.#report({file, line, kind: 'unbalanced', message: `\`</${name}>\` closes nothing that is open`})
  }

  #take({name, args, text, file, line}: Omit<ServerDirective, 'section'>): void {
    const [first = '', second = ''] = args
    switch (name) {
      case 'include':
      case 'includeoptional':
        return this.#include(file, line, first, name === 'includeoptional')
      case 'use':
        return this.#use(file, line, args)
      case 'define':
        this.#defined.set(first, second)
        return
      case 'undefine':
        this.#defined.delete(first)
        return
      case 'serverroot':
        this.#serverRoot = first
        break
      case 'loadmodule':
        for (const each of namesOfModule(first)) this.#loaded.add(each)
        break
      case 'perlmodule':
      case 'perlrequire':
      case 'perlpostconfigrequire':
        this.#reportCode(file, line, `\`${name}\` runs a program that may change the configuration`)
        break
    }
    if (this.#directives.length >= MOST_DIRECTIVES) return
    const section = withoutTransparent(this.#section)
    this.#directives.push({name, args, text, file, line, ...(section ? {section} : {})})
  }

  #include(file: string, line: number, name: string, isOptional: boolean): void {
    if (this.#within.length >= DEEPEST_INCLUDE) {
      this.#report({file, line, kind: 'loop', message: `files include each other more than ${DEEPEST_INCLUDE} deep`})
      return
    }
    let found: string[]
    try {
      found = filesOfInclude(this.#serverRoot, name)
    } catch (error) {
      this.#report({file, line, kind: 'unreadable', message: `\`${name}\` can't be read: ${reasonOf(error)}`})
      return
    }
    if (found.length === 0 && !isOptional) {
      this.#report({file, line, kind: 'missing', message: `there is no \`${name}\` to include`})
    }
    for (const each of found) {
      if (this.#within.includes(each)) {
        this.#report({file, line, kind: 'loop', message: `\`${each}\` includes itself`})
        continue
      }
      const text = readText(each)
      if (text === undefined) this.#report({file, line, kind: 'unreadable', message: `\`${each}\` can't be read`})
      else this.#readText(each, text)
    }
  }

  #keepMacro(file: string, [name = '', ...parameters]: readonly string[], lines: ConfigLine[]): void {
    // Macro names are not case sensitive (mod_macro, "Macro").
    this.#macros.set(name.toLowerCase(), {file, parameters, lines})
  }

  #use(file: string, line: number, [name = '', ...values]: readonly string[]): void {
    const macro = this.#macros.get(name.toLowerCase())
    const lines = macro && expandMacro(macro, values)
    if (!macro || !lines) {
      const why = macro ? `takes ${macro.parameters.length} values` : 'is not defined before'
      this.#report({file, line, kind: 'macro', message: `the macro \`${name}\` ${why}`})
      return
    }
    if (this.#uses >= DEEPEST_INCLUDE) {
      this.#report({file, line, kind: 'loop', message: `the macro \`${name}\` uses itself`})
      return
    }
    this.#uses++
    const outer = this.#section
    this.#readLines(macro.file, lines)
    this.#uses--
    if (this.#section !== outer) {
      this.#report({file, line, kind: 'unbalanced', message: `the macro \`${name}\` leaves a section open`})
      this.#section = outer
    }
  }

  #substitute(text: string, file: string, line: number): string {
    if (!text.includes('${')) return text
    return withVariables(
      text,
      (name) => this.#defined.get(name) ?? this.#known.defined?.get(name) ?? this.#environment.get(name),
      (name) => {
        const directive = (/^<?\s*(\w+)/.exec(text)?.[1] ?? '').toLowerCase()
        const matters = !HARMLESS.test(directive) && !/%\{|\$\d|"expr=/.test(text)
        this.#report({file, line, kind: 'variable', message: `\`\${${name}}\` has no value that is known`, matters})
      },
    )
  }

  #state(): Parameters<typeof conditionHolds>[2] {
    return {
      loaded: this.#loaded,
      isComplete: this.#isComplete(),
      isDefined: (name) => {
        if (this.#defined.has(name)) return true
        // A name that some file defines may only be defined later on.
        if (this.#definable.has(name)) return false
        return this.#known.defined?.has(name) ?? 'unknown'
      },
      serverRoot: this.#serverRoot,
      version: this.#known.version,
    }
  }

  #reportCode(file: string, line: number, message: string): void {
    this.#report({file, line, kind: 'code', message})
  }

  #report(problem: Omit<ConfigProblem, 'matters'> & {matters?: boolean}): void {
    this.#problems.push({matters: true, ...problem})
  }
}

/** A condition that holds. */
const TRANSPARENT = ''

function withoutTransparent(section: Section | undefined): Section | undefined {
  if (!section) return undefined
  const known = cleaned.get(section)
  if (known) return known.section
  const parent = withoutTransparent(section.parent)
  const {parent: _, ...own} = section
  const result = section.name === TRANSPARENT ? parent : parent ? {...own, parent} : own
  cleaned.set(section, {section: result})
  return result
}

/** One section stays one object: what stands in it belongs together. */
const cleaned = new WeakMap<Section, {section: Section | undefined}>()

/** The index of the line that closes a section which is passed over; `undefined` when there is none. */
function endOfSection(lines: readonly ConfigLine[], start: number, name: string): number | undefined {
  let depth = 0
  for (let index = start; index < lines.length; index++) {
    const statement = statementOf(lines[index]?.text ?? '')
    if (statement.kind === 'directive' || statement.name !== name) continue
    depth += statement.kind === 'open' ? 1 : -1
    if (depth === 0) return index
  }
  return undefined
}

/** A version of PHP is also its own name, for `<IfModule mod_php7.c>`. */
function namesOfModule(name: string): string[] {
  const version = /^php\d*(?=_module$)/.exec(name)?.[0]
  return [...new Set([moduleName(name), ...(version === undefined ? [] : [version])])]
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
