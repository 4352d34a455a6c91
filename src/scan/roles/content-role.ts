import type {Role} from '../types.ts'
import type {Signals} from './signals.ts'

const TEMPLATES = /(^|\/)(templates?|tpl|views?|layouts?|partials?|themes?|skins?)\//i

/** What a file that is no page by itself is good for, by what it has in it. */
export function contentRole({facts, path, includes}: Signals): Role {
  if (facts.topLevelStatements === 0)
    return facts.returnsArray !== undefined && !facts.definitions.length ? 'config' : 'library'
  if (facts.topLevelStatements === facts.topLevelAssignments && !includes.length) return 'config'
  const isMostlyHtml = facts.inlineHtmlBytes > facts.bytes * 0.4
  return isMostlyHtml || (TEMPLATES.test(path) && facts.inlineHtmlBytes > 0) ? 'template' : 'include'
}
