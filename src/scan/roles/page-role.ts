import {printable} from '../../page.ts'
import type {Evidence} from '../types.ts'
import {isIndex} from './places.ts'
import {evidenceIn, isDocument, linkEvidence, type RoleOf} from './role-of.ts'
import type {Signals} from './signals.ts'

/** Nothing speaks against it. */
export function asPage(signals: Signals): RoleOf {
  const {facts, path, definesGuard, begins} = signals
  const here = evidenceIn(signals)
  const evidence = linkEvidence(signals)
  if (isIndex(path)) evidence.push(here('answers requests for its directory'))
  if (begins)
    evidence.push(here(`begins with \`${printable(begins.file)}\`, as ${begins.count} pages do`, begins.edge.line))
  if (definesGuard !== undefined)
    evidence.push(here(`defines \`${printable(definesGuard)}\`, which other files ask for`))
  const input = facts.takes
  if (input) evidence.push(here(`takes \`${printable(input.text)}\``, input.line))
  const output = facts.outputs.find(({inside}) => inside === undefined)
  if (output) evidence.push(here(`sends \`${printable(output.text)}\``, output.line))
  const session = facts.session.find(({inside}) => inside === undefined)
  if (session) evidence.push(here(`uses the session: \`${printable(session.text)}\``, session.line))
  if (facts.inlineHtmlBytes > 0) evidence.push(here(`prints ${facts.inlineHtmlBytes} bytes of HTML`))
  if (isDocument(signals)) evidence.push(here('prints a whole document', facts.document))
  const include = facts.includes.find(({inside}) => inside === undefined)
  const isActing = evidence.length > signals.linkedFrom.slice(0, 3).length || signals.isLedTo
  if (include && !begins) evidence.push(here(`includes \`${printable(include.text)}\``, include.line))
  // A class is written to be used elsewhere, and loaded by its name.
  const isClass = !isActing && facts.definitions.some(({kind}) => kind !== 'constant' && kind !== 'function')
  return evidence.length > 0 && !isClass ? page(signals, evidence) : withoutEvidence(signals)
}

function page({includedBy, facts, begins, linkedFrom, path}: Signals, evidence: Evidence[]): RoleOf {
  const isLoose = !begins && linkedFrom.length === 0 && !isIndex(path)
  // Only HTML, and nothing leads there: as likely as not it is a part of a page.
  if (isLoose && evidence.length === 1 && facts.inlineHtmlBytes > 0)
    return {role: 'template', confidence: 0.5, evidence}
  return {role: 'page', confidence: Math.min(0.98, 0.5 + 0.12 * evidence.length - (includedBy ? 0.15 : 0)), evidence}
}

function withoutEvidence(signals: Signals): RoleOf {
  const here = evidenceIn(signals)
  if (signals.facts.definitions.some(({kind}) => kind !== 'constant')) {
    const because = 'defines functions or classes, and nothing leads to it'
    return {role: 'library', confidence: 0.6, evidence: [here(because, signals.facts.definitions[0]?.line)]}
  }
  const because = 'runs, but nothing leads to it and it takes and sends nothing'
  return {role: 'unsure', confidence: 0.4, evidence: [here(because)]}
}
