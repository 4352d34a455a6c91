/** mod_rewrite in a directory: its rules over those above, merged as the module merges them. */
import type {ServerSetting} from '../../ledger/types.ts'
import type {PagePath} from '../../page.ts'
import {textBytes} from './bytes.ts'
import type {Condition} from './condition.ts'
import {dependency} from './dependency.ts'
import {conditionOf, parseRule, type RewriteRule} from './rewrite-rule.ts'
import type {Dependency} from './types.ts'

/** mod_rewrite in one directory. */
export interface DirectoryRewrite {
  /** The directory whose rules they are; rules match what follows it. */
  directory: PagePath
  isOn: boolean
  base: string | undefined
  rules: readonly RewriteRule[]
  options: ReadonlySet<string>
}

const OPTIONS_KNOWN =
  /^(?:inherit|inheritbefore|inheritdown|inheritdownbefore|ignoreinherit|allownoslash|mergebase|longurloptimization|ignorecontextinfo|allowanyuri)$/

/**
 * The state is inherited, the rules are not: those of the deepest `.htaccess` with a line for mod_rewrite hold, with
 * those above only by `RewriteOptions Inherit` (mod_rewrite, `config_perdir_merge`).
 */
export function rewriteOf(
  above: DirectoryRewrite | undefined,
  directory: PagePath,
  settings: readonly ServerSetting[],
  depends: Dependency[],
): DirectoryRewrite | undefined {
  const lines = settings.filter(({kind}) => kind === 'rewrite' || kind === 'rewriting')
  if (lines.length === 0) return above
  const rules: RewriteRule[] = []
  let conditions: Condition[] = []
  let isOn = above?.isOn ?? false
  let base: string | undefined
  let options: Set<string> | undefined
  for (const setting of lines) {
    const [first = ''] = setting.args
    if (setting.kind === 'rewrite') {
      const rule = parseRule(setting, conditions)
      if (rule) rules.push(rule)
      else depends.push(dependency(setting, 'Apache refuses the line'))
      conditions = []
    } else if (setting.name === 'rewritecond') {
      const condition = conditionOf(setting)
      if (condition) conditions.push(condition)
      else depends.push(dependency(setting, 'Apache refuses the line'))
    } else if (setting.name === 'rewriteengine') isOn = first.toLowerCase() === 'on'
    else if (setting.name === 'rewritebase') base = textBytes(first)
    else {
      options = new Set([...(options ?? []), ...setting.args.map((arg) => arg.toLowerCase())])
      if (![...options].every((option) => OPTIONS_KNOWN.test(option)))
        depends.push(dependency(setting, 'what it does is not known here'))
    }
  }
  const held = options ?? above?.options ?? new Set<string>()
  const down = held.has('ignoreinherit') ? new Set<string>() : (above?.options ?? new Set<string>())
  const inherited = above?.rules ?? []
  const isBefore = held.has('inheritbefore') || down.has('inheritdownbefore')
  const isAfter = held.has('inherit') || down.has('inheritdown')
  return {
    directory,
    isOn,
    base: base ?? (held.has('mergebase') ? above?.base : undefined),
    rules: isAfter ? [...rules, ...inherited] : isBefore ? [...inherited, ...rules] : rules,
    options: held,
  }
}
