/** The names of Apache's modules: one module has several. */
import type {Certainty, ServerModules} from './types.ts'

/** Modules whose source file is not named after them. */
const ODD_FILES: ReadonlyMap<string, string> = new Map([
  ['util_ldap', 'ldap'],
  ['http_core', 'http'],
  ['event', 'mpm_event'],
  ['prefork', 'mpm_prefork'],
  ['worker', 'mpm_worker'],
])

/** `proxy_fcgi` for `mod_proxy_fcgi.c`, `mod_proxy_fcgi`, `proxy_fcgi_module` and itself. */
export function moduleName(name: string): string {
  const bare = name.replace(/_module$|\.c$/, '').replace(/^mod_/, '')
  return ODD_FILES.get(bare) ?? (/^php\d*$/.test(bare) ? 'php' : bare)
}

/** Whether a module is proven to be there, or proven not to be. */
export function hasModule({modules}: {modules: ServerModules}, name: string): Certainty {
  if (modules.loaded.includes(moduleName(name))) return true
  return modules.isComplete ? false : 'unknown'
}

/** Whether `<IfModule>` holds; a version of PHP is its own name there, and that of another version is not meant. */
export function isModuleNamed(name: string, loaded: ReadonlySet<string>): boolean {
  const isVersioned = /^(mod_)?php\d/.test(name)
  return loaded.has(isVersioned ? name.replace(/^mod_|_module$|\.c$/g, '') : moduleName(name))
}

/** Whether a `LoadModule` for one of them shows that the whole configuration is there: no server is without. */
export function isInEveryServer(name: string): boolean {
  return /^(mpm_\w+|authz_core)$/.test(name)
}

/** What the usual builds have without a `LoadModule`. */
export const USUALLY_BUILT_IN = ['core', 'http', 'log_config', 'logio', 'so', 'unixd', 'version', 'watchdog']
