/** Whether `<IfModule>`, `<IfDefine>`, `<IfVersion>` and `<IfFile>` hold where they stand. */
import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import {isVersion} from '../access/verdict.ts'
import {isModuleNamed} from './modules.ts'
import type {Certainty} from './types.ts'

/** What a server has read when it comes to a condition. */
export interface ConditionState {
  /** Names as `modules.ts` has them, and those of versions of PHP. */
  loaded: ReadonlySet<string>
  /** Whether a module that was not loaded so far is certainly not there. */
  isComplete: boolean
  /** Not known of a name that no file defines: it may be given with `-D`. */
  isDefined: (name: string) => Certainty
  serverRoot: string
  /** `[2, 4, 62]`; `undefined` when it is only known to be 2.4. */
  version: readonly number[] | undefined
}

const CONDITIONS = new Set(['ifmodule', 'ifdefine', 'ifversion', 'iffile'])

/** Whether a section is a condition on the server, not on requests. */
export function isCondition(name: string): boolean {
  return CONDITIONS.has(name)
}

export function conditionHolds(name: string, args: readonly string[], state: ConditionState): Certainty {
  if (name === 'ifversion') return versionHolds(args, state.version)
  const [first = ''] = args
  const isNot = first.startsWith('!')
  const named = isNot ? first.slice(1) : first
  const holds = positive(name, named, state)
  return holds === 'unknown' ? holds : holds !== isNot
}

function positive(name: string, named: string, state: ConditionState): Certainty {
  if (name === 'iffile') return existsSync(resolve(state.serverRoot, named))
  if (name === 'ifdefine') return state.isDefined(named)
  return isModuleNamed(named, state.loaded) || (state.isComplete ? false : 'unknown')
}

/** A certain release of 2.4 is asked for, or a pattern, and it is not known which one it is. */
function versionHolds(args: readonly string[], version: readonly number[] | undefined): Certainty {
  const wanted = args[1] ?? args[0] ?? ''
  if (args.some((word) => /[~/]/.test(word))) return 'unknown'
  return version === undefined && /^2\.4\.\d/.test(wanted) ? 'unknown' : isVersion(args, version)
}
