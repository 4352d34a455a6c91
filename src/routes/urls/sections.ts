/** Whether the sections round a directive of an `.htaccess` hold. */
import type {SettingSection} from '../../ledger/types.ts'

/** Modules that an Apache which serves PHP has, by both of their names. */
const USUAL = new Set(
  (
    'access_compat actions alias auth_basic authn_core authn_file authz_core authz_host authz_user autoindex dir env ' +
    'expires filter headers mime negotiation rewrite setenvif deflate'
  )
    .split(' ')
    .flatMap((name) => [`mod_${name}.c`, `${name}_module`]),
)

/** Sections of files are told apart by the names that they are for, and hold as far as this goes. */
export const OF_FILES: ReadonlySet<string> = new Set(['files', 'filesmatch'])

/** Whether the directive is there for Apache 2.4 with its usual modules; `unknown` when the server decides. */
export function holds(sections: readonly SettingSection[]): boolean | 'unknown' {
  const each = sections.map(sectionHolds)
  return each.includes(false) ? false : each.includes('unknown') ? 'unknown' : true
}

function sectionHolds({name, args: [first = '', second]}: SettingSection): boolean | 'unknown' {
  switch (name) {
    case 'files':
    case 'filesmatch':
      return true
    case 'ifmodule': {
      const isNegated = first.startsWith('!')
      return USUAL.has(first.replace(/^!/, '')) ? !isNegated : 'unknown'
    }
    case 'ifversion':
      return isVersion(second === undefined ? '=' : first, second ?? first)
    default:
      return 'unknown'
  }
}

/** `<IfVersion >= 2.4>`: which 2.4 it is, is not known. */
function isVersion(operator: string, version: string): boolean | 'unknown' {
  if (!/^!?(?:[<>]=?|==?)$/.test(operator) || !/^\d+(?:\.\d+)*$/.test(version)) return 'unknown'
  const [major = 0, minor = 0, patch] = version.split('.').map(Number)
  const difference = 2 - major || 4 - minor
  if (difference === 0 && patch !== undefined) return 'unknown'
  const sign = difference > 0 ? '>' : difference < 0 ? '<' : '='
  return operator.includes(sign) !== operator.startsWith('!')
}
