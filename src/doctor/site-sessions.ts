/** The sessions of a site, as its configuration says. */
import {MigrateError} from '../errors.ts'
import {printable} from '../page.ts'
import {type ResolvedSettings, resolveSettings, type Settings} from '../runtime/settings.ts'

/** The settings with their store. Throws a MigrateError for one that can't be used. */
export function siteSessions(settings: Settings): ResolvedSettings {
  try {
    return resolveSettings(settings)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new MigrateError('SETTING', printable(cause.message), 'Change `php.session` in the configuration', {cause})
  }
}
