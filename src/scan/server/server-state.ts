/** What a server knows while it reads its configuration: its modules, its variables, where it is at home. */
import type {ConditionState} from './conditions.ts'
import {isInEveryServer, moduleName, USUALLY_BUILT_IN} from './modules.ts'
import type {Certainty, ServerModules} from './types.ts'
import {definedByArguments} from './variables.ts'

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

/** Changes with the lines `LoadModule`, `Define` and `ServerRoot`. */
export class ServerState implements ConditionState {
  serverRoot: string
  readonly version: readonly number[] | undefined
  readonly #known: KnownOfServer
  readonly #environment: ReadonlyMap<string, string>
  readonly #loaded: Set<string>
  /** By the files, and by arguments in Debian's `envvars`. */
  readonly #defined: Map<string, string>
  /** Names that a `Define` of some file gives, in a branch that was read or not. */
  readonly #definable = new Set<string>()

  constructor(serverRoot: string, known: KnownOfServer, environment: ReadonlyMap<string, string>) {
    this.serverRoot = known.serverRoot ?? serverRoot
    this.version = known.version
    this.#known = known
    this.#environment = environment
    this.#loaded = new Set(known.modules?.builtIn.flatMap(namesOfModule) ?? USUALLY_BUILT_IN)
    this.#defined = definedByArguments(environment.get('APACHE_ARGUMENTS') ?? '')
  }

  get loaded(): ReadonlySet<string> {
    return this.#loaded
  }

  get isComplete(): boolean {
    return this.#known.modules !== undefined || [...this.#loaded].some(isInEveryServer)
  }

  load(name: string): void {
    for (const each of namesOfModule(name)) this.#loaded.add(each)
  }

  define(name: string, value: string): void {
    this.#defined.set(name, value)
  }

  undefine(name: string): void {
    this.#defined.delete(name)
  }

  /** Says that some file defines a name, maybe later, maybe never. */
  mayDefine(name: string): void {
    this.#definable.add(name)
  }

  isDefined(name: string): Certainty {
    if (this.#defined.has(name)) return true
    return this.#definable.has(name) ? false : (this.#known.defined?.has(name) ?? 'unknown')
  }

  /** The value of `${name}`. */
  variable(name: string): string | undefined {
    return this.#defined.get(name) ?? this.#known.defined?.get(name) ?? this.#environment.get(name)
  }

  /** All modules, once everything is read. */
  modules(): ServerModules {
    const named = this.#known.modules?.loaded.map(moduleName) ?? [...this.#loaded].filter((name) => !isVersioned(name))
    return {isComplete: this.isComplete, loaded: [...new Set(named)].sort()}
  }
}

/** A version of PHP is also its own name, for `<IfModule mod_php7.c>`. */
function namesOfModule(name: string): string[] {
  const bare = name.replace(/_module$/, '')
  return [...new Set([moduleName(name), ...(isVersioned(bare) ? [bare] : [])])]
}

function isVersioned(name: string): boolean {
  return /^php\d+$/.test(name)
}
