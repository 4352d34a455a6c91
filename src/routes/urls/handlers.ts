/** Which files of a directory PHP runs, and which are handed out as they are. */
import type {ServerSetting} from '../../ledger/types.ts'
import {textBytes} from './bytes.ts'
import {type Found, matcher} from './regexp.ts'

/** `SetHandler` in a section of files, or `AddHandler` of an ending. */
interface HandlerRule {
  /** `undefined` for the whole directory. */
  matches: ((name: string) => Found) | undefined
  /** `null` takes the handler away. */
  handler: string | null
}

/** The handlers that hold in a directory. */
export interface Handlers {
  /** Endings that the server's configuration gives to PHP, in small letters. */
  server: ReadonlySet<string>
  /** `SetHandler` and `ForceType`, those of directories before those of files. */
  set: readonly HandlerRule[]
  /** By ending, in small letters, of `AddHandler` and `AddType`. */
  added: ReadonlyMap<string, string | null>
}

/** The handlers of a directory with those of its own lines. */
export function withHandlers(above: Handlers, settings: readonly ServerSetting[]): Handlers {
  const added = new Map(above.added)
  const set = [...above.set]
  for (const {kind, name, args, sections} of settings) {
    if (kind !== 'handler') continue
    const [first = '', ...endings] = args
    const section = sections.findLast((outer) => outer.name === 'files' || outer.name === 'filesmatch')
    switch (name) {
      case 'sethandler':
      case 'forcetype':
        set.push({
          matches: section && fileMatcher(section.name, section.args),
          handler: first.toLowerCase() === 'none' ? null : first,
        })
        break
      case 'addhandler':
      case 'addtype':
        if (name === 'addhandler' || isPhpHandler(first))
          for (const ending of endings) added.set(ending.replace(/^\./, '').toLowerCase(), first)
        break
      case 'removehandler':
      case 'removetype':
        for (const ending of args) added.set(ending.replace(/^\./, '').toLowerCase(), null)
    }
  }
  return {server: above.server, added, set}
}

/** `<Files "*.php">`, `<Files ~ "\.php$">`, `<FilesMatch "\.php$">`. */
function fileMatcher(name: string, args: readonly string[]): (name: string) => Found {
  const [first = '', second = ''] = args.map(textBytes)
  if (name === 'filesmatch') return matcher(first, false)
  if (first === '~') return matcher(second, false)
  const source = first
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]')
  return matcher(`^${source}$`, false)
}

/** Whether PHP runs a file of this name; `unknown` when its handler is one that this tool does not know. */
export function isRunByPhp(name: string, {server, set, added}: Handlers): boolean | 'unknown' {
  const ending = name.slice(name.lastIndexOf('.') + 1)
  let handler = name.lastIndexOf('.') > 0 && server.has(ending) ? 'php' : undefined
  // Sections of files come after all directories; of each the last decides.
  for (const isOfFiles of [false, true]) {
    for (const rule of set) {
      if ((rule.matches !== undefined) !== isOfFiles || (!isOfFiles && handler === 'php')) continue
      const found = rule.matches?.(name)
      if (found === 'unknown') return 'unknown'
      if (found !== null) handler = rule.handler ?? undefined
    }
  }
  handler ??= addedHandler(name, added)
  if (handler === undefined || /^default-handler$/i.test(handler)) return false
  return isPhpHandler(handler) ? true : 'unknown'
}

/** Apache looks at every ending of a name, the last that has a handler decides: `page.php.en`. */
function addedHandler(name: string, added: Handlers['added']): string | undefined {
  let handler: string | undefined
  for (const ending of added.size > 0 ? name.split('.').slice(1) : [])
    handler = added.get(ending.toLowerCase()) ?? handler
  return handler
}

/** Whether a handler of this name runs PHP: `application/x-httpd-php`, `proxy:unix:/run/php/php-fpm.sock|fcgi://localhost`. */
export function isPhpHandler(handler: string): boolean {
  return /php|^proxy:|fcgi|lsapi/i.test(handler)
}
