/** Roles by where a file stands and how it is called. */
import {baseName} from '../disk-path.ts'
import {contentRole} from './content-role.ts'
import {
  endingNotRun,
  hiddenDirectory,
  isIndex,
  scriptDirectory,
  sharedDirectory,
  testDirectory,
  vendorDirectory,
} from './places.ts'
import {evidenceIn, isDocument, isSending, type RoleOf, takesFromVisitors, takesRequests} from './role-of.ts'
import type {Signals} from './signals.ts'

export function vendor(signals: Signals): RoleOf | undefined {
  const name = vendorDirectory(signals.path)
  if (name === undefined) return undefined
  return {role: 'vendor', confidence: 0.95, evidence: [evidenceIn(signals)(`stands in \`${name}/\``)]}
}

export function test(signals: Signals): RoleOf | undefined {
  const {path, facts, linkedFrom, begins} = signals
  const isNamed =
    /(Test|TestCase|_test|\.test)\.php$/.test(path) && facts.definitions.some(({kind}) => kind === 'class')
  // A page may be there for trying things out.
  const isPage = begins && (takesFromVisitors(facts) || isSending(facts) || facts.inlineHtmlBytes > LITTLE_HTML)
  const isPlaced = testDirectory(path) !== undefined && linkedFrom.length === 0 && !isPage
  if (!isNamed && !isPlaced) return undefined
  const because = isPlaced ? 'stands in a directory of tests' : 'has the name of a test and defines a class'
  return {role: 'test', confidence: isNamed && isPlaced ? 0.95 : 0.75, evidence: [evidenceIn(signals)(because)]}
}

/** What tools keep in files and directories with a dot, beside the site. */
export function hidden(signals: Signals): RoleOf | undefined {
  const {path, isLedTo, facts} = signals
  if (isLedTo) return undefined
  const here = evidenceIn(signals)
  const directory = hiddenDirectory(path)
  if (directory !== undefined) {
    const role = facts.commandLine || !takesRequests(signals) ? 'script' : contentRole(signals)
    return {role, confidence: 0.7, evidence: [here(`stands in \`${directory}/\`, which is hidden`)]}
  }
  if (!baseName(path).startsWith('.')) return undefined
  return {role: 'config', confidence: 0.7, evidence: [here('has a hidden name, as settings of tools have')]}
}

export function notRun(signals: Signals): RoleOf | undefined {
  const ending = endingNotRun(signals.path)
  if (ending === undefined || signals.isLedTo) return undefined
  const because = `web servers do not run \`.${ending}\` files by themselves`
  return {role: contentRole(signals), confidence: 0.8, evidence: [evidenceIn(signals)(because)]}
}

/** A directory's name speaks when the file itself does not speak for a page. */
export function amongScripts(signals: Signals): RoleOf | undefined {
  const {path, facts, linkedFrom, begins, namedFromElsewhere} = signals
  const name = scriptDirectory(path)
  // What a page includes is found from its own directory, not from that in which a command is given.
  if (name === undefined || (begins && !namedFromElsewhere) || linkedFrom.length > 0) return undefined
  if (takesRequests(signals) || isDocument(signals) || facts.inlineHtmlBytes > LITTLE_HTML) return undefined
  const because = `stands in \`${name}/\` and takes nothing from a request`
  return {role: 'script', confidence: facts.commandLine ? 0.85 : 0.6, evidence: [evidenceIn(signals)(because)]}
}

/** Less than a page: what stands before and after the PHP. */
const LITTLE_HTML = 100

/** As {@link amongScripts}, of what pages share. */
export function amongShared(signals: Signals): RoleOf | undefined {
  const {path, linkedFrom, begins} = signals
  const name = sharedDirectory(path)
  if (name === undefined || begins || linkedFrom.length > 0 || startsItself(signals)) return undefined
  const because = `stands in \`${name}/\`, and nothing leads to it`
  return {role: contentRole(signals), confidence: 0.6, evidence: [evidenceIn(signals)(because)]}
}

/** It includes what it needs, and then does what only pages do. */
function startsItself(signals: Signals): boolean {
  const {facts, path, includes, definesGuard} = signals
  if (isSending(facts)) return true
  return includes.length > 0 && (isIndex(path) || definesGuard !== undefined || takesRequests(signals))
}
