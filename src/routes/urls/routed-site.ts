/** A site made ready for many URLs: what holds in each directory is worked out once, when it is first asked for. */
import type {ServerSetting} from '../../ledger/types.ts'
import type {PagePath} from '../../page.ts'
import {fileBytes, pageOfBytes, textBytes} from './bytes.ts'
import {type DirectoryConfig, directoryConfig, serverConfig} from './directory-config.ts'
import {isRunByPhp} from './handlers.ts'
import type {SiteToRoute} from './types.ts'

export interface RoutedSite {
  /** Absolute, without a slash at its end, one character a byte. */
  root: string
  /** In the order in which Apache tries them. */
  aliases: readonly {url: string; to: string | null}[]
  /** What holds in a directory, `''` for the document root; one character a byte. */
  configOf: (directory: string) => DirectoryConfig
  /** What there is at a path below the document root; one character a byte. */
  kindOf: (path: string) => 'file' | 'directory' | undefined
  /** Whether PHP runs the file. */
  isPhp: (path: string) => boolean | 'unknown'
  /** The directories that have an `.htaccess`, in order. */
  configured: readonly PagePath[]
  /** The directories that have PHP files in them or below, in order. */
  directories: readonly PagePath[]
}

/** `DirectoryIndex` of Debian's mods-available/dir.conf. */
const INDEXES = ['index.html', 'index.cgi', 'index.pl', 'index.php', 'index.xhtml', 'index.htm']
/** Endings that Debian's php.conf gives to PHP, and those of old versions. */
const EXTENSIONS = ['php', 'phtml', 'phar', 'php3', 'php4', 'php5', 'php7', 'php8']
/** Paths whose kind is remembered. */
const MOST_REMEMBERED = 200_000

/** Makes a site ready for {@link resolveUrl} and {@link urlForms}. */
export function routedSite(site: SiteToRoute): RoutedSite {
  const byDirectory = Map.groupBy(
    site.settings.filter(({file}) => /(?:^|\/)\.htaccess$/.test(file)),
    ({file}) => fileBytes(parentOf(file)),
  )
  const server = serverConfig((site.directoryIndex ?? INDEXES).map(textBytes), site.extensions ?? EXTENSIONS)
  const configOf = configReader(server, byDirectory)
  const kindOf = remembered((path: string) => site.kindOf(pageOfBytes(path)))
  return {
    root: textBytes(site.documentRoot ?? '/var/www/html'),
    aliases: (site.aliases ?? []).map(({url, to}) => ({url: textBytes(url), to: to === null ? null : fileBytes(to)})),
    configOf,
    kindOf,
    isPhp: (path) => isRunByPhp(path.slice(path.lastIndexOf('/') + 1), configOf(parentOf(path)).handlers),
    configured: [...byDirectory.keys()].map(pageOfBytes).sort(),
    directories: directoriesOf(site.pages),
  }
}

function directoriesOf(pages: readonly PagePath[]): PagePath[] {
  const found = new Set<PagePath>([''])
  for (const page of pages)
    for (let directory = parentOf(page); !found.has(directory); directory = parentOf(directory)) found.add(directory)
  return [...found].sort()
}

function configReader(
  server: DirectoryConfig,
  byDirectory: ReadonlyMap<string, readonly ServerSetting[]>,
): RoutedSite['configOf'] {
  const known = new Map<string, DirectoryConfig>()
  const configOf = (directory: string): DirectoryConfig => {
    const before = known.get(directory)
    if (before) return before
    const above = directory === '' ? server : configOf(parentOf(directory))
    const config = directoryConfig(above, pageOfBytes(directory), byDirectory.get(directory) ?? [])
    known.set(directory, config)
    return config
  }
  return configOf
}

function remembered<Value>(ask: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined || known.has(key)) return before as Value
    if (known.size >= MOST_REMEMBERED) known.clear()
    const value = ask(key)
    known.set(key, value)
    return value
  }
}

/** The directory that a path stands in; `''` for the document root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
