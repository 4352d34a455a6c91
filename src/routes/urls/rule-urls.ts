/** URLs that a rewrite rule takes: examples of all, or those that lead to one page. */
import {escapePath} from './bytes.ts'
import type {Expansion} from './expansion.ts'
import {type Fullness, type Groups, patternTemplate, sampleText} from './pattern-text.ts'
import {parsePattern} from './pattern-tree.ts'
import type {RewriteRule} from './rewrite-rule.ts'

/** A URL to try, and how URLs like it are shown. */
export interface RuleUrl {
  /** Relative to the directory of the rules, percent-encoded; an absolute path when it begins with a slash. */
  url: string
  template: string
}

const FULLNESSES: readonly Fullness[] = ['most', 'least']

/** URLs for which a rule may hold, with groups that are to be as given. */
export function urlsOfRule(rule: RewriteRule, groups: Groups = new Map()): RuleUrl[] {
  const nodes = rule.isNegated ? [] : parsePattern(rule.pattern)
  if (!nodes) return []
  const template = rule.isNegated ? '…' : patternTemplate(nodes, groups)
  const paths = new Set(FULLNESSES.map((fullness) => sampleText(nodes, fullness, groups).replace(/^\/+/, '')))
  if (rule.isNegated || /^…|…$/.test(template) || paths.has('')) paths.add('example')
  const queries = asksForQuery(rule) ? [...queriesOf(rule), '?example=1'] : ['']
  const absolute = pathsOf(rule)
  const urls = [...[...paths].map(escapePath), ...absolute.map(escapePath)]
  return urls.flatMap((url) => queries.map((query) => ({url: url + query, template: template + query})))
}

/** Whether a condition of the rule is about the query. */
export function asksForQuery({conditions}: RewriteRule): boolean {
  return conditions.some(({tested}) => tested.some((part) => 'variable' in part && part.variable === 'QUERY_STRING'))
}

/** Queries that the rule's conditions ask for, none among them, with their `?`. */
export function queriesOf(rule: RewriteRule): string[] {
  const asked = samplesOf(rule, 'QUERY_STRING').filter((query) => query !== '')
  return ['', ...asked.map((query) => `?${query.replace(/[^!-~]/g, '+')}`)]
}

/** Paths that the rule's conditions ask for. */
function pathsOf(rule: RewriteRule): string[] {
  return samplesOf(rule, 'REQUEST_URI').filter((path) => path.startsWith('/'))
}

/** Texts that a condition on one variable takes. */
function samplesOf({conditions}: RewriteRule, variable: string): string[] {
  return conditions.flatMap(({tested: [only, ...others], test, isNegated, pattern}) => {
    const isMeant = only && 'variable' in only && only.variable === variable && others.length === 0
    if (!isMeant || isNegated || test.kind !== 'pattern') return []
    const nodes = parsePattern(pattern)
    return nodes ? FULLNESSES.map((fullness) => sampleText(nodes, fullness)) : []
  })
}

/**
 * What the groups of a rule must be for its substitution to give a path; `undefined` when it never does.
 *
 * @param path one character a byte, relative to the directory of the rules or absolute
 */
export function groupsFor(output: Expansion, path: string): Groups | undefined {
  const before: Expansion[number][] = []
  for (const part of output) {
    const mark = 'text' in part ? part.text.indexOf('?') : -1
    if (mark !== -1 && 'text' in part) {
      before.push({text: part.text.slice(0, mark)})
      break
    }
    before.push(part)
  }
  const numbers: number[] = []
  const source = before.map((part) => {
    if ('text' in part) return part.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    const isGroup = 'group' in part && part.of === 'rule' && part.group > 0
    numbers.push(isGroup ? part.group : 0)
    return '(.*?)'
  })
  if (numbers.length > 4) return undefined
  const found = new RegExp(`^${source.join('')}$`, 's').exec(path)
  if (!found) return undefined
  return new Map(numbers.flatMap((number, index) => (number === 0 ? [] : [[number, found[index + 1] ?? '']])))
}
