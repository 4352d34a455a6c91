/** Roles of files by who includes them. */
import {printable} from '../../page.ts'
import {contentRole} from './content-role.ts'
import {isIndex, sharedDirectory} from './places.ts'
import {
  evidenceIn,
  includedEvidence,
  isDocument,
  isSending,
  type RoleOf,
  takesFromVisitors,
  takesRequests,
} from './role-of.ts'
import type {Signals} from './signals.ts'

/** PHP's settings put it before or after every page. */
export function automatic(signals: Signals): RoleOf | undefined {
  const {automatic: edge, isLedTo} = signals
  if (!edge || isLedTo) return undefined
  const because = `runs ${edge.how === 'append' ? 'after' : 'before'} every page: \`${printable(edge.text)}\``
  const evidence = [{because, file: edge.settings ?? edge.from, line: edge.line}]
  return {role: contentRole(signals), confidence: 0.9, evidence}
}

/** Shown inside another page, which takes its name from the request: `?page=about`. */
export function routed(signals: Signals): RoleOf | undefined {
  const {routed: evidence, includedBy, isLedTo, begins, path} = signals
  if (!evidence || isLedTo || begins || includedBy?.count || isIndex(path)) return undefined
  const content = contentRole(signals)
  if (content === 'config' || content === 'library' || !isPartOfPage(signals)) return undefined
  return {role: 'subpage', confidence: 0.85, evidence: [evidence]}
}

/** It takes requests, or prints what a page does. */
function isPartOfPage(signals: Signals): boolean {
  const {inlineHtmlBytes, links} = signals.facts
  return takesRequests(signals) || inlineHtmlBytes > 0 || links.length > 0
}

/** Pages begin with it. */
export function begunWith(signals: Signals): RoleOf | undefined {
  const {pagesBegin, includedBy, isLedTo, path} = signals
  if (pagesBegin === 0 || isLedTo || isIndex(path)) return undefined
  const evidence = [evidenceIn(signals)(`${pagesBegin} pages begin with it`), ...includedEvidence(signals)]
  return {role: contentRole(signals), confidence: includedBy ? 0.9 : 0.6, evidence}
}

/** Included by others, and nobody links to it. */
export function includedOnly(signals: Signals): RoleOf | undefined {
  const {includedBy, isLedTo, linkedFrom} = signals
  if (!includedBy || isLedTo || isDirectoryIndex(signals) || isPageToo(signals)) return undefined
  if (linkedFrom.length > 0 && takesRequests(signals)) return undefined
  return {role: contentRole(signals), confidence: includedBy.count > 0 ? 0.9 : 0.7, evidence: includedEvidence(signals)}
}

/** An `index.php`, unless it is unlike the pages around it: then its name is but a habit. */
function isDirectoryIndex({path, begins, pagesAround}: Signals): boolean {
  return isIndex(path) && (begins !== undefined || pagesAround < MANY || !path.includes('/'))
}

/**
 * A page that another page hands requests on to: all that includers do is to include it, or it prepares what they have
 * prepared already, or what others ask for, as only entries do.
 */
function isPageToo(signals: Signals): boolean {
  const {includedBy, includes, begins, beginsAgain, isForwardedTo, definesGuard, facts} = signals
  const {count = 0, named = []} = includedBy ?? {}
  const isLibrary = facts.definitions.some(({kind}) => kind !== 'constant')
  if (facts.topLevelStatements === 0 && isLibrary) return false
  // The name of a file in an unknown directory may as well mean another.
  const isNamed = named.some(({how}) => how !== 'suffix')
  if (begins && (!isNamed || isForwardedTo || beginsAgain)) return true
  if (includes.length === 0 || count === 0 || !takesRequests(signals)) return false
  return isForwardedTo || (definesGuard !== undefined && count <= FEW)
}

/** More than so many include only what is there to be included. */
const FEW = 2

/** Others read its text. */
export function readAsText(signals: Signals): RoleOf | undefined {
  const {readBy, isLedTo, begins, path} = signals
  if (!readBy || isLedTo || begins || isIndex(path)) return undefined
  return {role: contentRole(signals), confidence: 0.7, evidence: [readBy]}
}

/** Pages around it begin in one way, this file does not, and it does not do what a page does either. */
export function unlikePages(signals: Signals): RoleOf | undefined {
  const {path, begins, isLedTo, pagesAround, definesGuard, linkedFrom, facts} = signals
  const isOwn = begins !== undefined || isLedTo || definesGuard !== undefined || isSending(facts) || isIndex(path)
  if (isOwn || pagesAround < MANY) return undefined
  const here = evidenceIn(signals)
  const unlike = `does not begin as ${pagesAround} pages around it do`
  if (linkedFrom.length === 0) {
    // A page that nobody names may be asked for by what is no PHP.
    if (takesFromVisitors(facts) || isDocument(signals) || !path.includes('/')) return undefined
    const because = `${unlike}, and takes nothing from visitors`
    return {role: contentRole(signals), confidence: 0.6, evidence: [here(because)]}
  }
  const directory = sharedDirectory(path)
  if (directory === undefined) return undefined
  const role = takesRequests(signals) ? 'subpage' : contentRole(signals)
  return {role, confidence: 0.6, evidence: [here(`stands in \`${directory}/\`, and ${unlike}`)]}
}

/** Pages that make a custom of an application. */
const MANY = 10

/** It can't run by itself: what it includes is found only from another directory. */
export function includesFromElsewhere(signals: Signals): RoleOf | undefined {
  const {namedFromElsewhere: use, begins, linkedFrom} = signals
  if (!use || begins) return undefined
  const because = `includes \`${printable(use.text)}\`, which only a page in another directory finds`
  const role = linkedFrom.length > 0 && takesRequests(signals) ? 'subpage' : contentRole(signals)
  return {role, confidence: 0.75, evidence: [evidenceIn(signals)(because, use.line)]}
}

/** It can't run by itself: it needs what it does not include. */
export function dependent(signals: Signals): RoleOf | undefined {
  const {needsConstant, begins, isLedTo, path, linkedFrom} = signals
  if (begins || isLedTo) return undefined
  const here = evidenceIn(signals)
  const role = linkedFrom.length > 0 && takesRequests(signals) && !isIndex(path) ? 'subpage' : contentRole(signals)
  if (needsConstant) {
    const {name, line, text} = needsConstant
    const because = `includes \`${printable(text)}\`, but does not define \`${printable(name)}\``
    return {role, confidence: 0.75, evidence: [here(because, line)]}
  }
  const [first] = signals.missing()
  if (!first) return undefined
  const name = printable(first.name)
  return {
    role,
    confidence: 0.75,
    evidence: [
      here(`uses \`${name}\` and includes nothing that defines it`),
      {because: `defines \`${name}\``, file: first.definedIn},
    ],
  }
}
