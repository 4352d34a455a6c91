/** Roles of files by what they have in them. */
import {isIndex} from './places.ts'
import {evidenceIn, type RoleOf, usesSession} from './role-of.ts'
import type {Signals} from './signals.ts'

/** A file without any effect. */
export function nothing(signals: Signals): RoleOf | undefined {
  const {facts, includes} = signals
  const isEmpty = facts.topLevelStatements === 0 && facts.definitions.length === 0 && facts.returnsArray === undefined
  if (!isEmpty || includes.length > 0) return undefined
  return {role: 'stub', confidence: 0.8, evidence: [evidenceIn(signals)('does nothing')]}
}

/** The directory above, its own, or a page in one above: `../`, `/`, `../index.php`. */
const AWAY = /^(\.{0,2}\/?)+$|^(\.\.\/)+[\w.-]+$/

/** An `index.php` that only keeps visitors from a directory listing. */
export function sendsAway(signals: Signals): RoleOf | undefined {
  const {facts, path, includes} = signals
  if (!isIndex(path) || includes.length > 0 || facts.definitions.length > 0 || isBusy(signals)) return undefined
  const redirect = facts.outputs.find(({kind}) => kind === 'redirect')
  if (!redirect || (redirect.value !== null && !AWAY.test(redirect.value))) return undefined
  return {role: 'stub', confidence: 0.85, evidence: [evidenceIn(signals)('only sends visitors away', redirect.line)]}
}

/** More is a page to read, not a notice. */
const MOST_HTML = 3000

function isBusy({facts}: Signals): boolean {
  const {source} = facts.takes ?? {}
  return (
    facts.topLevelStatements > 8 ||
    (source !== undefined && source !== 'server') ||
    usesSession(facts) ||
    facts.inlineHtmlBytes > MOST_HTML
  )
}

/** Gives values to variables, prints nothing: a configuration or a language file. */
export function data(signals: Signals): RoleOf | undefined {
  const {facts, includes} = signals
  const isData = facts.topLevelStatements === facts.topLevelAssignments && facts.topLevelStatements > 0
  if (!isData || includes.length > 0 || facts.outputs.length > 0 || facts.session.length > 0) return undefined
  return {role: 'config', confidence: 0.75, evidence: [evidenceIn(signals)('only gives values to variables')]}
}

/** Functions and classes, and nothing that runs. */
export function declarationsOnly(signals: Signals): RoleOf | undefined {
  const {facts} = signals
  if (facts.topLevelStatements > 0) return undefined
  const here = evidenceIn(signals)
  if (facts.returnsArray !== undefined)
    return {role: 'config', confidence: 0.85, evidence: [here('returns an array', facts.returnsArray)]}
  if (isEntry(signals)) return undefined
  const because = 'only defines functions, classes or constants'
  return {role: 'library', confidence: 0.85, evidence: [here(because, facts.definitions[0]?.line)]}
}

/** `define('IN_SITE', 1); require 'main.php';`: what it includes runs. */
function isEntry({facts, path, definesGuard, isLedTo, begins}: Signals): boolean {
  if (!facts.includes.some(({inside}) => inside === undefined)) return false
  const isPlain = facts.definitions.every(({kind}) => kind === 'constant')
  if (isPlain) return true
  // Classes that extend others include these; a page that defines a class makes an object of it.
  const hasClasses = facts.definitions.some(({kind}) => kind !== 'constant' && kind !== 'function')
  return isIndex(path) || isLedTo || (!hasClasses && (definesGuard !== undefined || begins !== undefined))
}
