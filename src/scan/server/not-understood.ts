/** What may decide about access or routes and is beyond what can be read from directives. */
import {type Section, sectionsOf} from '../access/apache-config.ts'
import {isCondition} from './conditions.ts'
import {sectionText} from './section-text.ts'
import type {ConfigProblem, ServerDirective} from './types.ts'

/** Directives that decide who may request something, or who answers. */
const DECISIVE =
  /^(require|order|allow|deny|satisfy|auth(merging|type)|rewriterule|redirect(match)?|sethandler|addhandler|proxypass(match)?|allowoverride(list)?|alias(match)?|documentroot)$/

/** Directives with such a name that are known, and open nothing that is closed by another. */
const KNOWN =
  /^(require|auth(type|name|userfile|groupfile|merging|basic\w+|digest\w+|form\w+|ncache\w+|nprovideralias|zproviderlias|dbd\w+|dbm\w+|ldap\w+|zdbd\w*|zsendforbiddenonfailure|nzfcgi\w+)|accessfilename|sslrequire(ssl)?|cgipassauth|satisfy|requestreadtimeout|sslopenssl\w*)$/

/** Directives of modules that have their own say on access, or write configuration as they run. */
const CODE =
  /^(perl|python|lua|ruby|tcl|mod_?wsgi|wsgi)\w*(access|auth|authen|authz|handler|trans|type|fixup|hook\w*|script|map)\w*$/

export function notUnderstood(directives: readonly ServerDirective[]): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const seen = new Set<Section>()
  for (const directive of directives) {
    const {name, args, file, line, text} = directive
    const at = {file, line, matters: true}
    const asks = /access|auth|require/.test(name) || /^require/i.test(args[0] ?? '')
    if (CODE.test(name)) problems.push({...at, kind: 'code', message: `\`${text}\` runs a program for each request`})
    else if (asks && !KNOWN.test(name)) {
      problems.push({...at, kind: 'access', message: `\`${text}\` may decide about access, and is not known`})
    }
    if (/^virtual(documentroot|scriptalias)(ip)?$/.test(name)) {
      problems.push({...at, kind: 'host', message: `\`${text}\` makes document roots out of host names`})
    }
    if (name === 'accessfilename' && args.join(' ') !== '.htaccess') {
      problems.push({...at, kind: 'access', message: `\`${text}\`: files of this name are not read by the scan`})
    }
    if (!DECISIVE.test(name)) continue
    for (const section of sectionsOf(directive)) {
      const kind = kindOf(section)
      if (kind === undefined || seen.has(section)) continue
      seen.add(section)
      problems.push({
        file: section.file ?? file,
        line: section.line,
        matters: true,
        kind: 'condition',
        message: `${kind} \`${sectionText(section)}\` round \`${text}\` of line ${line}`,
      })
    }
  }
  return problems
}

function kindOf({name}: Section): string | undefined {
  if (/^(if|elseif|else)$/.test(name)) return 'Whether it holds depends on the request:'
  return isCondition(name) ? 'Whether it holds is not known from these files:' : undefined
}
