/** Files that PHP runs before or after every page: `auto_prepend_file` and `auto_append_file`. */
import type {PagePath} from '../../page.ts'
import {baseName, directoryOf} from '../disk-path.ts'
import type {ServerSetting} from '../types.ts'
import {type Directive, type Section, sectionsOf} from './apache-config.ts'
import {meansFile} from './file-pattern.ts'
import {applies} from './verdict.ts'

/** One setting of such a file. */
export interface AutoFile {
  /** The `.htaccess` or `.user.ini` it stands in; it governs that directory and those below. */
  settings: PagePath
  how: 'prepend' | 'append'
  /** The name as PHP would include it; `undefined` when the setting takes it away: `none`, or empty. */
  name: string | undefined
  text: string
  line: number
  /** The `<Files>` section it stands in. */
  section?: Section
}

const SETTINGS: ReadonlyMap<string, AutoFile['how']> = new Map([
  ['auto_prepend_file', 'prepend'],
  ['auto_append_file', 'append'],
])

export function autoFilesOfHtaccess(file: PagePath, directives: readonly Directive[]): AutoFile[] {
  return directives.flatMap((directive) => {
    const {name, args, text, line} = directive
    if (name !== 'php_value' || !applies(directive)) return []
    const section = [...sectionsOf(directive)].find((outer) => outer.name === 'files' || outer.name === 'filesmatch')
    const found = autoFile({file, name: (args[0] ?? '').toLowerCase(), value: args[1] ?? '', text, line})
    return found.map((auto) => (section ? {...auto, section} : auto))
  })
}

export function autoFilesOfUserIni(settings: readonly ServerSetting[]): AutoFile[] {
  return settings.flatMap(autoFile)
}

type Setting = Pick<ServerSetting, 'file' | 'name' | 'value' | 'text' | 'line'>

function autoFile({file, name, value, text, line}: Setting): AutoFile[] {
  const how = SETTINGS.get(name)
  // PHP manual, "auto_prepend_file": the special value `none` disables it.
  const isNone = value === '' || value.toLowerCase() === 'none'
  return how ? [{settings: file, how, name: isNone ? undefined : value, text, line}] : []
}

/**
 * What runs before and after one page. The deepest directory decides, and sections of files after all directories
 * (Apache manual, "How the sections are merged"). PHP as a module reads `.htaccess`, PHP-FPM reads `.user.ini`:
 * which of them it is, the files do not say, so that both count.
 */
export function autoFilesOf(page: PagePath, all: readonly AutoFile[]): AutoFile[] {
  const governing = all
    .filter(({settings, section}) => {
      const directory = directoryOf(settings)
      const isAbove = directory === '' || page.startsWith(`${directory}/`)
      return isAbove && (!section || meansFile(section, baseName(page)) === true)
    })
    .sort((a, b) => Number(Boolean(a.section)) - Number(Boolean(b.section)) || a.settings.length - b.settings.length)
  const decided = new Map(governing.map((auto) => [`${auto.how} ${baseName(auto.settings)}`, auto]))
  return [...decided.values()].filter(({name}) => name !== undefined)
}
