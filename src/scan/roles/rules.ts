/** Tells pages from what pages share, with the evidence. */
import {printable} from '../../page.ts'
import {baseName} from '../disk-path.ts'
import {contentRole} from './content-role.ts'
import {asPage} from './page-role.ts'
import {evidenceIn, isIndex, isLinked, isStronglyLinked, type RoleOf, takesRequests} from './role-of.ts'
import type {Signals} from './signals.ts'

/** A rule gives a role, or leaves the file to the next. */
type Rule = (signals: Signals) => RoleOf | undefined

/** The role of one file: of the rules below, in order, the first that knows. */
export function roleOf(signals: Signals): RoleOf {
  for (const rule of RULES) {
    const role = rule(signals)
    if (role) return role
  }
  return asPage(signals)
}

const VENDOR = /(^|\/)(vendor|vendors|bower_components|third[-_]?party)\//i
const TESTS = /(^|\/)(tests?|spec|__tests__|testsuite)\//i
/** What Apache sends as text unless it is told otherwise. */
const NOT_RUN = /\.(inc|class|lib|module|tpl)$/i

const RULES: readonly Rule[] = [
  vendor,
  test,
  routed,
  closed,
  guarded,
  automatic,
  script,
  empty,
  data,
  includedOnly,
  declarationsOnly,
  notRun,
  byDirectory,
]

function vendor(signals: Signals): RoleOf | undefined {
  const [, , name] = VENDOR.exec(signals.path) ?? []
  return name === undefined
    ? undefined
    : {role: 'vendor', confidence: 0.95, evidence: [evidenceIn(signals)(`stands in \`${name}/\``)]}
}

function test(signals: Signals): RoleOf | undefined {
  const {path, facts} = signals
  const isNamed =
    /(Test|TestCase|_test|\.test)\.php$/.test(path) && facts.definitions.some(({kind}) => kind === 'class')
  const isPlaced = TESTS.test(path) && !isLinked(signals)
  if (!isNamed && !isPlaced) return undefined
  const because = isPlaced ? 'stands in a directory of tests' : 'has the name of a test and defines a class'
  return {role: 'test', confidence: isNamed && isPlaced ? 0.95 : 0.75, evidence: [evidenceIn(signals)(because)]}
}

/** Visitors are refused by `.htaccess`. */
function closed(signals: Signals): RoleOf | undefined {
  const rule = signals.access.find(({kind}) => kind === 'closed')
  if (!rule) return undefined
  const evidence = [{because: `visitors are refused: \`${printable(rule.text)}\``, file: rule.file, line: rule.line}]
  return {role: signals.facts.commandLine ? 'script' : contentRole(signals), confidence: 0.95, evidence}
}

function guarded(signals: Signals): RoleOf | undefined {
  const {guard} = signals.facts
  if (!guard) return undefined
  return {
    role: contentRole(signals),
    confidence: 0.95,
    evidence: [evidenceIn(signals)(`refuses to run without \`${printable(guard.constant)}\``, guard.line)],
  }
}

/** PHP's settings put it before or after every page. */
function automatic(signals: Signals): RoleOf | undefined {
  const {automatic: edge} = signals
  if (!edge || isStronglyLinked(signals)) return undefined
  const because = `runs ${edge.how === 'append' ? 'after' : 'before'} every page: \`${printable(edge.text)}\``
  return {
    role: contentRole(signals),
    confidence: 0.9,
    evidence: [{because, file: edge.settings ?? edge.from, line: edge.line}],
  }
}

function script(signals: Signals): RoleOf | undefined {
  const {commandLine} = signals.facts
  if (!commandLine?.only) return undefined
  return {
    role: 'script',
    confidence: 0.95,
    evidence: [evidenceIn(signals)(`runs on the command line: \`${printable(commandLine.text)}\``, commandLine.line)],
  }
}

/** An `index.php` that only keeps visitors from a directory listing, or a file without any effect. */
function empty(signals: Signals): RoleOf | undefined {
  const {facts, path} = signals
  if (signals.includes.length || facts.definitions.length || facts.returnsArray !== undefined) return undefined
  if (facts.topLevelStatements === 0)
    return {role: 'stub', confidence: 0.8, evidence: [evidenceIn(signals)('does nothing')]}
  const redirect = facts.outputs.find(({kind}) => kind === 'redirect')
  const isAway = redirect && (redirect.value === null || /^(\.{0,2}\/?)+$/.test(redirect.value))
  if (!isAway || baseName(path) !== 'index.php' || isBusy(signals)) return undefined
  return {role: 'stub', confidence: 0.85, evidence: [evidenceIn(signals)('only sends visitors away', redirect.line)]}
}

function isBusy({facts}: Signals): boolean {
  return (
    facts.topLevelStatements > 8 ||
    facts.inputs.some(({source}) => source !== 'server') ||
    facts.session.length > 0 ||
    facts.inlineHtmlBytes > 1000
  )
}

/** Included by others, and nobody links to it. */
function includedOnly(signals: Signals): RoleOf | undefined {
  const [edge] = signals.includedBy
  const named = signals.includedBy.filter(({how}) => how !== 'set')
  if (edge && isForwardedTo(signals)) return undefined
  const isRequested = isStronglyLinked(signals) || (isLinked(signals) && takesRequests(signals))
  if (!edge || isRequested || isIndex(signals)) return undefined
  const evidence = (named.length ? named : signals.includedBy)
    .slice(0, 3)
    .map(({from, line, text}) => ({because: `included: \`${printable(text)}\``, file: from, line}))
  return {role: contentRole(signals), confidence: named.length ? 0.9 : 0.7, evidence}
}

/**
 * A page that another page hands requests on to: either all that includers do is to include it, or it prepares what
 * others ask for, as only entries do.
 */
function isForwardedTo({includedBy, includes, definesGuard}: Signals): boolean {
  if (!includes.length) return false
  // A common include may define what others ask for as well, but then many include it.
  return includedBy.every(({isForward}) => isForward) || (definesGuard !== undefined && includedBy.length <= 2)
}

/** Functions and classes, and nothing that runs. */
function declarationsOnly(signals: Signals): RoleOf | undefined {
  const {facts} = signals
  if (facts.topLevelStatements > 0) return undefined
  if (facts.returnsArray !== undefined) {
    return {role: 'config', confidence: 0.85, evidence: [evidenceIn(signals)('returns an array', facts.returnsArray)]}
  }
  const isEntry =
    signals.includes.length > 0 &&
    (isIndex(signals) ||
      signals.definesGuard !== undefined ||
      isStronglyLinked(signals) ||
      facts.definitions.length === 0)
  if (isEntry) return undefined
  return {
    role: 'library',
    confidence: 0.85,
    evidence: [evidenceIn(signals)('only defines functions, classes or constants')],
  }
}

/** Shown inside another page, which takes its name from the request: `?page=about`. */
function routed(signals: Signals): RoleOf | undefined {
  const [edge] = signals.routedBy
  const content = contentRole(signals)
  if (!edge || isStronglyLinked(signals) || signals.includedBy.length) return undefined
  if (content !== 'include' && content !== 'template') return undefined
  const because = `shown by another page, which the request tells to: \`${printable(edge.text)}\``
  return {role: 'subpage', confidence: 0.85, evidence: [{because, file: edge.from, line: edge.line}]}
}

function notRun(signals: Signals): RoleOf | undefined {
  const [, ending] = NOT_RUN.exec(signals.path) ?? []
  if (ending === undefined || isStronglyLinked(signals)) return undefined
  return {
    role: contentRole(signals),
    confidence: 0.8,
    evidence: [evidenceIn(signals)(`web servers do not run \`.${ending}\` files by themselves`)],
  }
}

/** Gives values to variables, prints nothing: a configuration or a language file. */
function data(signals: Signals): RoleOf | undefined {
  const {facts} = signals
  const isData = facts.topLevelStatements === facts.topLevelAssignments && facts.topLevelStatements > 0
  if (!isData || signals.includes.length || facts.outputs.length || facts.session.length) return undefined
  return {role: 'config', confidence: 0.75, evidence: [evidenceIn(signals)('only gives values to variables')]}
}

const SHARED =
  /(^|\/)(inc|incl|include|includes|_inc|lib|libs|library|libraries|classes|class|functions|modules|templates?|tpl|views?|layouts?|partials?|lang|langs|languages?|locales?|i18n|config|conf|core)\//i
const SCRIPTS = /(^|\/)(cron|crons|cronjobs|bin|cli|scripts?|tools|migrations)\//i

/** A directory's name speaks when the file itself does not speak for a page. */
function byDirectory(signals: Signals): RoleOf | undefined {
  const {path, facts} = signals
  if (isStronglyLinked(signals)) return undefined
  const [, , scripts] = SCRIPTS.exec(path) ?? []
  if (scripts !== undefined && !isLinked(signals) && !takesRequests(signals)) {
    return {
      role: 'script',
      confidence: facts.commandLine ? 0.85 : 0.6,
      evidence: [evidenceIn(signals)(`stands in \`${scripts}/\` and takes nothing from a request`)],
    }
  }
  const [, , shared] = SHARED.exec(path) ?? []
  const isForward = facts.topLevelStatements === 0 && facts.definitions.every(({kind}) => kind === 'constant')
  const startsItself =
    signals.includes.length > 0 && (isForward || signals.definesGuard !== undefined || takesRequests(signals))
  if (shared === undefined || startsItself || isLinked(signals)) return undefined
  return {
    role: contentRole(signals),
    confidence: 0.6,
    evidence: [evidenceIn(signals)(`stands in \`${shared}/\`, and nothing leads to it`)],
  }
}
