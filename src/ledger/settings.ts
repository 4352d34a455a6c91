/** What `.htaccess` and `.user.ini` say beside access, in the order in which it stands there. */
import type {PagePath} from '../page.ts'
import type {ServerSetting, SettingSection} from '../scan/types.ts'
import {explaining, type Ledger} from './open.ts'

type Row = Omit<ServerSetting, 'target' | 'args' | 'sections'> & {
  target: PagePath | null
  args: string
  sections: string
}

/**
 * The settings of the last scan, file after file. `undefined` when an earlier version of the tool scanned last, which
 * kept less of them.
 */
export function settingsOf({file, database}: Ledger): ServerSetting[] | undefined {
  return explaining(file, () => {
    if (database.prepare(`SELECT 1 FROM meta WHERE key = 'settings'`).get()) return undefined
    return database
      .prepare<[], Row>(
        'SELECT file, line, kind, name, value, target, text, args, sections FROM settings ORDER BY position',
      )
      .all()
      .map(({target, args, sections, ...setting}) => ({
        ...setting,
        ...(target === null ? {} : {target}),
        args: JSON.parse(args) as string[],
        sections: JSON.parse(sections) as SettingSection[],
      }))
  })
}

/** Keeps the settings that a scan found; for use inside a transaction of this folder. */
export function writeSettings({database}: Ledger, settings: readonly ServerSetting[]): void {
  database.exec(`DELETE FROM settings; DELETE FROM meta WHERE key = 'settings'`)
  const insert = database.prepare('INSERT INTO settings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const [position, setting] of settings.entries()) {
    const {file, line, kind, name, value, target, text, args, sections} = setting
    const lists = [JSON.stringify(args), JSON.stringify(sections)]
    insert.run(position, file, line, kind, name, value, target ?? null, text, ...lists)
  }
}
