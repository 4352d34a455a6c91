import {printable} from '../../page.ts'
import type {Evidence} from '../types.ts'
import {evidenceIn, isIndex, type RoleOf} from './role-of.ts'
import type {Signals} from './signals.ts'

/** Nothing speaks against it. */
export function asPage(signals: Signals): RoleOf {
  const {facts, linkedFrom, definesGuard} = signals
  const here = evidenceIn(signals)
  const evidence: Evidence[] = linkedFrom.slice(0, 3).map(({from, line, kind}) => ({
    because: kind === 'rewrite' ? 'a rewrite leads to it' : `linked (${kind})`,
    file: from,
    line,
  }))
  if (isIndex(signals)) evidence.push(here('answers requests for its directory'))
  if (definesGuard !== undefined)
    evidence.push(here(`defines \`${printable(definesGuard)}\`, which other files ask for`))
  const input = facts.inputs.find(({inside, source}) => inside === undefined && source !== 'globals')
  if (input) evidence.push(here(`takes \`${printable(input.text)}\``, input.line))
  const output = facts.outputs.find(({inside}) => inside === undefined)
  if (output) evidence.push(here(`sends \`${printable(output.text)}\``, output.line))
  if (facts.inlineHtmlBytes > 0) evidence.push(here(`prints ${facts.inlineHtmlBytes} bytes of HTML`))
  const [include] = signals.includes
  if (include) evidence.push(here(`includes \`${printable(include.text)}\``, include.line))
  const isIncluded = signals.includedBy.length > 0
  if (!evidence.length)
    return {
      role: 'unsure',
      confidence: 0.4,
      evidence: [here('runs, but nothing leads to it and it takes and sends nothing')],
    }
  return {role: 'page', confidence: Math.min(0.98, 0.5 + 0.12 * evidence.length - (isIncluded ? 0.15 : 0)), evidence}
}
