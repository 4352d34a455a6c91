import type {Role} from '../types.ts'
import type {Signals} from './signals.ts'

const TEMPLATES = /(^|\/)(templates?|tpl|views?|layouts?|partials?|themes?|skins?)\//i

const FEW = 2

/** What a file that is no page by itself is good for, by what it has in it. */
export function contentRole({facts, path, includes, guard}: Signals): Role {
  // A refusal, `defined('X') or die`, is a statement, but not what the file is for.
  const statements = facts.topLevelStatements - (guard ? 1 : 0)
  if (statements <= 0) return facts.returnsArray !== undefined && !facts.definitions.length ? 'config' : 'library'
  // An alias, or what makes the class ready, does not make it anything else.
  if (statements <= FEW && facts.definitions.some(({kind}) => kind === 'class')) return 'library'
  if (statements === facts.topLevelAssignments && !includes.length) return 'config'
  const isMostlyHtml = facts.inlineHtmlBytes > facts.bytes * 0.4
  return isMostlyHtml || (TEMPLATES.test(path) && facts.inlineHtmlBytes > 0) ? 'template' : 'include'
}
