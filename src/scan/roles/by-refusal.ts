/** Roles of files that visitors are kept from. */
import {printable} from '../../page.ts'
import {baseName} from '../disk-path.ts'
import {contentRole} from './content-role.ts'
import {asksPhp} from './guards.ts'
import {evidenceIn, isSending, type RoleOf, takesFromVisitors} from './role-of.ts'
import type {Signals} from './signals.ts'

/** Visitors are refused by `.htaccess`. */
export function closed(signals: Signals): RoleOf | undefined {
  const rule = signals.access.find(({kind}) => kind === 'closed')
  if (!rule) return undefined
  const evidence = [{because: `visitors are refused: \`${printable(rule.text)}\``, file: rule.file, line: rule.line}]
  return {role: signals.facts.commandLine ? 'script' : contentRole(signals), confidence: 0.95, evidence}
}

export function guarded(signals: Signals): RoleOf | undefined {
  const {guard} = signals
  if (!guard) return undefined
  const {constant} = guard
  const because = refusal(constant)
  return {role: contentRole(signals), confidence: 0.95, evidence: [evidenceIn(signals)(because, guard.line)]}
}

function refusal(constant: string): string {
  if (constant === 'PHP_SELF') return 'refuses to be requested: asks whether `PHP_SELF` names it'
  if (asksPhp(constant)) return `refuses to be requested: asks \`${constant}\` whether another file includes it`
  return `refuses to run without \`${printable(constant)}\``
}

export function script(signals: Signals): RoleOf | undefined {
  const {commandLine} = signals.facts
  if (!commandLine?.only) return undefined
  const because = `runs on the command line: \`${printable(commandLine.text)}\``
  return {role: 'script', confidence: 0.95, evidence: [evidenceIn(signals)(because, commandLine.line)]}
}

/** `install-cli.php` */
const COMMAND = /(^|[-_.])cli[-_.]/i

/** It asks for the command line, takes its arguments or begins as scripts do, and does nothing for visitors. */
export function asScript(signals: Signals): RoleOf | undefined {
  const {facts, path, isLedTo, beginsAsScript, begins} = signals
  const input = facts.takes
  if (signals.includedBy?.count || isLedTo || isSending(facts) || takesFromVisitors(facts)) return undefined
  const here = evidenceIn(signals)
  if (input?.source === 'server' && (input.key === 'argv' || input.key === 'argc')) {
    const because = `takes the arguments of a command: \`${printable(input.text)}\``
    return {role: 'script', confidence: 0.85, evidence: [here(because, input.line)]}
  }
  if (beginsAsScript && !begins) {
    const {file, count, edge} = beginsAsScript
    const because = `begins with \`${printable(file)}\`, as ${count} scripts do`
    return {role: 'script', confidence: 0.8, evidence: [here(because, edge.line)]}
  }
  if (COMMAND.test(baseName(path)))
    return {role: 'script', confidence: 0.6, evidence: [here('has the name of a command')]}
  const {commandLine} = facts
  if (!commandLine || facts.inlineHtmlBytes > 0) return undefined
  const because = `asks for the command line: \`${printable(commandLine.text)}\``
  return {role: 'script', confidence: 0.7, evidence: [here(because, commandLine.line)]}
}
