/** What holds in a directory: its `.htaccess` over those above, merged as Apache's modules merge them. */
import type {ServerSetting} from '../../ledger/types.ts'
import type {PagePath} from '../../page.ts'
import {textBytes} from './bytes.ts'
import {dependency} from './dependency.ts'
import {type DirectoryRewrite, rewriteOf} from './directory-rewrite.ts'
import {type Handlers, withHandlers} from './handlers.ts'
import {parseRedirect, type RedirectRule} from './redirects.ts'
import {holds, OF_FILES} from './sections.ts'
import type {Dependency} from './types.ts'

export interface DirectoryConfig {
  indexes: readonly string[]
  addsSlash: boolean
  /** `FallbackResource`, and the directory that says so. */
  fallback: {url: string; directory: PagePath} | undefined
  /** By status. */
  errorDocuments: ReadonlyMap<number, string>
  redirects: readonly RedirectRule[]
  rewrite: DirectoryRewrite | undefined
  handlers: Handlers
  followsLinks: boolean
  multiViews: boolean
  /** Lines that may hold or not, and that would change where requests go. */
  depends: readonly Dependency[]
}

/** What the server's own configuration says. */
export function serverConfig(indexes: readonly string[], extensions: readonly string[]): DirectoryConfig {
  return {
    indexes,
    addsSlash: true,
    fallback: undefined,
    errorDocuments: new Map(),
    redirects: [],
    rewrite: undefined,
    handlers: {server: new Set(extensions), set: [], added: new Map()},
    followsLinks: true,
    multiViews: false,
    depends: [],
  }
}

/** The configuration of a directory, from that above it and its own lines, in their order. */
export function directoryConfig(
  above: DirectoryConfig,
  directory: PagePath,
  settings: readonly ServerSetting[],
): DirectoryConfig {
  const routing = settings.filter(({kind}) => kind !== 'php-setting')
  if (routing.length === 0) return above
  const depends = [...above.depends]
  const own = routing.filter((setting) => isThere(setting, depends))
  return {
    ...above,
    ...plainSettings(above, directory, own, depends),
    redirects: [...redirectsOf(own, depends), ...above.redirects],
    rewrite: rewriteOf(above.rewrite, directory, own, depends),
    handlers: withHandlers(above.handlers, own),
    depends,
  }
}

function isThere(setting: ServerSetting, depends: Dependency[]): boolean {
  const {kind, name, args, sections} = setting
  const isHeld = holds(sections)
  if (isHeld === false) return false
  const isOfFiles = sections.some((section) => OF_FILES.has(section.name))
  // Whoever runs the PHP, it is the same page; an error document of some files changes no page.
  if (isHeld === 'unknown' && kind === 'handler' && args.some((arg) => /php|^proxy:|fcgi/i.test(arg))) return false
  if (isOfFiles && (kind === 'error-document' || (kind === 'routing' && name === 'options'))) return false
  if (isHeld === true && (!isOfFiles || kind === 'handler')) {
    if (!args.some((arg) => arg.includes('${'))) return true
    depends.push(dependency(setting, 'a variable of the server stands in it'))
    return false
  }
  depends.push(dependency(setting, 'the section round it may hold or not'))
  return false
}

type PlainSettings = Pick<
  DirectoryConfig,
  'indexes' | 'addsSlash' | 'fallback' | 'errorDocuments' | 'followsLinks' | 'multiViews'
>

function plainSettings(
  above: DirectoryConfig,
  directory: PagePath,
  settings: readonly ServerSetting[],
  depends: Dependency[],
): PlainSettings {
  const {addsSlash, fallback, followsLinks, multiViews} = above
  const result = {addsSlash, fallback, followsLinks, multiViews}
  const errorDocuments = new Map(above.errorDocuments)
  let indexes: string[] | undefined
  for (const setting of settings) {
    const {kind, name, args} = setting
    const [first = ''] = args
    if (kind === 'directory-index') {
      const isDisabled = args.length === 1 && first.toLowerCase() === 'disabled'
      indexes = isDisabled ? [] : [...(indexes ?? []), ...args.map(textBytes)]
    } else if (kind === 'error-document') errorDocuments.set(Number(name), textBytes(args[1] ?? ''))
    else if (kind === 'routing') {
      const isOn = first.toLowerCase() === 'on'
      switch (name) {
        case 'directoryslash':
          result.addsSlash = isOn
          break
        case 'fallbackresource':
          result.fallback = first.toLowerCase() === 'disabled' ? undefined : {url: textBytes(first), directory}
          break
        case 'options':
          Object.assign(result, optionsOf(args, result))
          break
        case 'checkspelling':
        case 'directoryindexredirect':
          if (first.toLowerCase() !== 'off') depends.push(dependency(setting, 'what it does is not known here'))
          break
        case 'acceptpathinfo':
          if (first.toLowerCase() === 'off') depends.push(dependency(setting, 'what it does is not known here'))
      }
    }
  }
  return {...result, errorDocuments, indexes: indexes ?? above.indexes}
}

/** `Options -Indexes +FollowSymLinks` changes, `Options Indexes` sets anew. */
function optionsOf(
  args: readonly string[],
  before: {followsLinks: boolean; multiViews: boolean},
): {followsLinks: boolean; multiViews: boolean} {
  const isChange = args.every((arg) => /^[+-]/.test(arg))
  let {followsLinks, multiViews} = isChange ? before : {followsLinks: false, multiViews: false}
  for (const arg of args) {
    const isOn = !arg.startsWith('-')
    const option = arg.replace(/^[+-]/, '').toLowerCase()
    if (option === 'followsymlinks' || option === 'symlinksifownermatch' || option === 'all') followsLinks = isOn
    else if (option === 'multiviews') multiViews = isOn
  }
  return {followsLinks, multiViews}
}

function redirectsOf(settings: readonly ServerSetting[], depends: Dependency[]): RedirectRule[] {
  return settings.flatMap((setting) => {
    if (setting.kind !== 'routing' || !setting.name.startsWith('redirect')) return []
    const rule = parseRedirect(setting)
    if (!rule) depends.push(dependency(setting, 'what it does is not known here'))
    return rule ?? []
  })
}
