/** Directives of which it is not known whether the server has them. */
import {sectionsOf} from '../access/apache-config.ts'
import {isCondition} from './conditions.ts'
import type {ServerDirective} from './types.ts'

/** Whether a condition that can't be decided stands round a directive, within its host. */
export function isUncertain(directive: ServerDirective): boolean {
  for (const {name} of sectionsOf(directive)) {
    if (name === 'virtualhost') return false
    if (isCondition(name)) return true
  }
  return false
}
