/** `RewriteRule` and `RewriteCond`, read once. */
import type {ServerSetting} from '../../ledger/types.ts'
import {textBytes} from './bytes.ts'
import {type Condition, parseCondition} from './condition.ts'
import {type Expansion, parseExpansion} from './expansion.ts'
import {type Matcher, matcher} from './regexp.ts'
import {flagWords, noFlags, parseFlags, type RuleFlags} from './rewrite-flags.ts'
import type {SettingPlace} from './types.ts'

export interface RewriteRule {
  place: SettingPlace
  /** Without the `!` of a negated one, one character a byte. */
  pattern: string
  matches: Matcher
  isNegated: boolean
  isCaseless: boolean
  conditions: readonly Condition[]
  /** `undefined` for `-`: nothing is substituted. */
  output: Expansion | undefined
  /** The output as written. */
  substitution: string
  flags: RuleFlags
}

/** `undefined` when Apache would refuse the line, and with it the whole file. */
export function parseRule(
  {file, line, text, args}: ServerSetting,
  conditions: readonly Condition[],
): RewriteRule | undefined {
  const [written, substitution, third] = args.map(textBytes)
  const flags = third === undefined ? noFlags() : parseFlags(third)
  if (written === undefined || substitution === undefined || !flags) return undefined
  const isNegated = written.startsWith('!')
  const pattern = isNegated ? written.slice(1) : written
  const {isCaseless, ...rest} = flags
  // mod_rewrite's own reading of a `?` at the end: there is to be no query, whatever groups bring.
  const isQueryDropped = substitution.endsWith('?') && !rest.query.append
  const output = isQueryDropped ? substitution.slice(0, -1) : substitution
  if (substitution.endsWith('?') && rest.query.append) rest.query.last = true
  rest.query.none = isQueryDropped || (rest.query.discard && !substitution.includes('?'))
  return {
    place: {file, line, text},
    pattern,
    matches: matcher(pattern, isCaseless),
    isNegated,
    isCaseless,
    conditions,
    output: substitution === '-' || rest.isStatus ? undefined : parseExpansion(output),
    substitution: output,
    flags: rest,
  }
}

/** The condition of a line; `undefined` when Apache would refuse it. */
export function conditionOf({file, line, text, args}: ServerSetting): Condition | undefined {
  const [tested, pattern, third] = args.map(textBytes)
  if (tested === undefined || pattern === undefined) return undefined
  const flags = third === undefined ? [] : flagWords(third)
  return flags && parseCondition({file, line, text}, tested, pattern, flags)
}
