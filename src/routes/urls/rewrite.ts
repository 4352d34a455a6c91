/** Applies the rewrite rules of a directory to a request, as mod_rewrite does in an `.htaccess`. */
import {isKnown, OPEN} from './bytes.ts'
import {type Condition, judge} from './condition.ts'
import type {References} from './expansion.ts'
import type {RewriteRule} from './rewrite-rule.ts'
import {isUrl, type Refusal, type RewriteState, substitute} from './substitute.ts'
import type {SettingPlace} from './types.ts'

/** What rules ask for. */
export interface RewriteSurroundings {
  isSubrequest: boolean
  variable: (name: string, state: RewriteState) => string
  kindOf: (path: string) => 'file' | 'directory' | 'unknown' | undefined
  /** Whether something holds that is not known: one answer for each case that is looked at. */
  decide: (key: string, place: SettingPlace) => boolean
  /** Whether `http://…` leads to this very server; then the path that it names. */
  pathHere: (url: string, place: SettingPlace) => string | undefined
}

export type RewriteResult =
  | {kind: 'none'}
  | Refusal
  | {kind: 'proxy'; rule: SettingPlace}
  /** `url` is a path of this server, or a URL. */
  | {kind: 'redirect'; status: number; url: string; args: string | undefined; noEscape: boolean; rule: SettingPlace}
  | {kind: 'unknown'; because: string; rule: SettingPlace}
  /** `filename` is a URL path, or a file path below the directory. */
  | {kind: 'local'; state: RewriteState; rules: SettingPlace[]}

/** What the rules of one directory make of a request. */
export interface RewriteRun {
  result: RewriteResult
  /** The handler that `[H=…]` sets. */
  handler?: string
  /** `[END]`: no rules after this for the request, whatever becomes of it. */
  isEnd: boolean
}

/** `LimitRequestLine`, twice: longer paths are an error. */
const LONGEST = 2 * 8190
/** Rules that are tried for one request; more are a loop of hundreds of rounds. */
const MOST_STEPS = 20_000

/** A redirect that a rule asked for, while later rules may still change it. */
interface Redirect {
  status: number
  noEscape: boolean
  rule: SettingPlace
}

/**
 * Tries the rules in their order.
 *
 * @param directory absolute path of the directory whose rules they are, with a slash at its end
 */
export function applyRules(
  rules: readonly RewriteRule[],
  directory: string,
  initial: RewriteState,
  around: RewriteSurroundings,
): RewriteRun {
  const state = {...initial}
  const used: SettingPlace[] = []
  let handler: string | undefined
  let isEnd = false
  let redirect: Redirect | undefined
  let round = 1
  let steps = 0
  const ending = (result: RewriteResult): RewriteRun => ({result, isEnd, ...(handler === undefined ? {} : {handler})})
  for (let at = 0; at < rules.length; at++) {
    const rule = rules[at]
    if (!rule) break
    const {flags, place} = rule
    if (++steps > MOST_STEPS) return ending({kind: 'unknown', because: 'the rules go round too often', rule: place})
    if (around.isSubrequest && (flags.noSubrequest || flags.redirect)) continue
    const groups = matchRule(rule, directory, state, around)
    if (!groups) {
      while (rules[at]?.flags.chain) at++
      continue
    }
    if (flags.isStatus) return ending({kind: 'status', status: flags.status, rule: place})
    if (rule.output) {
      const problem = substitute(rule, rule.output, directory, state, groups)
      if (problem) return ending(problem)
      used.push(place)
      if (flags.proxy) return ending({kind: 'proxy', rule: place})
      if (isRedirect(rule, state, around)) redirect = {status: flags.status, noEscape: flags.noEscape, rule: place}
      if (state.filename.length > LONGEST) return ending({kind: 'status', status: 500, rule: place})
    }
    if (flags.handler !== undefined) handler = flags.handler
    isEnd = flags.end && !flags.passThrough
    if (flags.passThrough || flags.end || flags.proxy || flags.last) break
    if (flags.next) {
      if (++round >= flags.rounds) return ending({kind: 'status', status: 500, rule: place})
      at = -1
      continue
    }
    at += flags.skip
  }
  return ending(resultOf(state, used, redirect))
}

function resultOf(state: RewriteState, rules: SettingPlace[], redirect: Redirect | undefined): RewriteResult {
  const rule = rules.at(-1)
  if (!rule) return {kind: 'none'}
  if (!redirect) return local(state, rules, rule)
  // What Apache makes of a redirect that a later rule takes back is nothing to rely on.
  if (!isUrl(state.filename)) return {kind: 'unknown', because: 'a later rule changes a redirect', rule}
  if (redirect.noEscape && isRaw(state.args)) return {kind: 'status', status: 403, rule}
  const url = state.filename.startsWith(THIS_SERVER) ? state.filename.slice(THIS_SERVER.length) : state.filename
  return {kind: 'redirect', ...redirect, url, args: state.args}
}

function local(state: RewriteState, rules: SettingPlace[], rule: SettingPlace): RewriteResult {
  if (!isKnown(state.filename))
    return {kind: 'unknown', because: 'the rule puts a part of the request into the path', rule}
  if (isRaw(state.args)) return {kind: 'status', status: 403, rule}
  if (!state.filename.startsWith('/')) return {kind: 'status', status: 400, rule}
  return {kind: 'local', state, rules}
}

/** AH10411: what a group brought into the query was not encoded again. */
function isRaw(args: string | undefined): boolean {
  return args !== undefined && /[\x00-\x20\x7f]/.test(args)
}

/** The groups that the pattern and the conditions found; `undefined` when the rule does not apply. */
function matchRule(
  rule: RewriteRule,
  directory: string,
  state: RewriteState,
  around: RewriteSurroundings,
): References | undefined {
  const path = state.filename + state.pathInfo
  const subject = path.startsWith(directory) ? path.slice(directory.length) : path
  const found = rule.matches(subject)
  const isMatch =
    found === 'unknown' ? around.decide(`rule ${subject}`, rule.place) : (found !== null) !== rule.isNegated
  if (!isMatch) return undefined
  const groups = rule.isNegated ? [] : found === 'unknown' ? UNKNOWN_GROUPS : (found ?? [])
  const references: References = {rule: groups, condition: [], variable: (name) => around.variable(name, state)}
  return conditionsHold(rule.conditions, references, around) ? references : undefined
}

const UNKNOWN_GROUPS = Array.from({length: 10}, () => '…')

/** The conditions from the first, with `[OR]` between some; groups of those that held are kept for references. */
function conditionsHold(
  conditions: readonly Condition[],
  references: References,
  around: RewriteSurroundings,
): boolean {
  for (let at = 0; at < conditions.length; at++) {
    const condition = conditions[at]
    if (!condition) break
    const verdict = judge(condition, references, around.kindOf)
    let holds = verdict.holds
    if (holds === 'unknown') {
      holds = around.decide('condition', condition.place)
      if (holds && condition.test.kind === 'pattern' && !condition.isNegated) references.condition = UNKNOWN_GROUPS
    } else if (verdict.groups) references.condition = verdict.groups
    if (condition.isOr) while (holds && conditions[at]?.isOr) at++
    else if (!holds) return false
  }
  return true
}

/** Whether the rule leads out of this request; a URL of this very server is made a path. */
function isRedirect(
  {flags, substitution, place}: RewriteRule,
  state: RewriteState,
  around: RewriteSurroundings,
): boolean {
  if (flags.redirect) {
    if (!isUrl(state.filename)) state.filename = THIS_SERVER + state.filename
    return true
  }
  if (isUrl(state.filename)) {
    const here = around.pathHere(state.filename, place)
    if (here === undefined) return true
    state.filename = here
  }
  if (!flags.keepSlashes && !substitution.startsWith('//')) state.filename = state.filename.replace(/^\/+/, '/')
  return false
}

/** What stands before a path that is made a URL: by which name visitors call the server, is not known. */
const THIS_SERVER = `http://${OPEN}`
