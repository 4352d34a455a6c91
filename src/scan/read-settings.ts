/** Reads the settings of a site: its `.htaccess` and `.user.ini` files. */
import type {PagePath} from '../page.ts'
import {type AutoFile, autoFilesOfHtaccess, autoFilesOfUserIni} from './access/auto-files.ts'
import {type SiteAccess, siteAccess} from './access/rules.ts'
import {directivesOf, settingsOfHtaccess, settingsOfUserIni} from './access/settings.ts'
import {baseName, diskPath} from './disk-path.ts'
import {readSource} from './read-source.ts'
import type {SiteFiles} from './site-files.ts'
import type {ScannedSite, ServerSetting} from './types.ts'

interface SiteSettings {
  access: SiteAccess
  settings: ServerSetting[]
  autoFiles: AutoFile[]
  problems: ScannedSite['problems']
}

/** `.htaccess` and `.user.ini` are small and few: they are read in every scan. */
export function readSettings(docroot: string, paths: readonly PagePath[], site: SiteFiles): SiteSettings {
  const problems: ScannedSite['problems'] = []
  const settings: ServerSetting[] = []
  const autoFiles: AutoFile[] = []
  const htaccess = paths.flatMap((file) => {
    const {contents, problem} = readSource(diskPath(docroot, file), 0n)
    if (problem) problems.push({path: file, ...problem})
    if (!contents) return []
    if (baseName(file) === '.user.ini') {
      const own = settingsOfUserIni(file, contents.toString('latin1'))
      settings.push(...own)
      autoFiles.push(...autoFilesOfUserIni(own))
      return []
    }
    const directives = directivesOf(contents)
    settings.push(...settingsOfHtaccess(file, directives, site.isPhp))
    autoFiles.push(...autoFilesOfHtaccess(file, directives))
    return [{file, directives}]
  })
  return {access: siteAccess(htaccess), settings, autoFiles, problems}
}
