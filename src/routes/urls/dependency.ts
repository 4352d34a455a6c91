import type {ServerSetting} from '../../ledger/types.ts'
import type {Dependency} from './types.ts'

/** A line that may change where requests go, and why that is not known. */
export function dependency({file, line, text}: ServerSetting, because: string): Dependency {
  return {file, line, text, because}
}
