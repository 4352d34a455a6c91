/** How a host runs PHP. */
import type {PagePath} from '../../page.ts'
import {baseName} from '../disk-path.ts'
import {governingContexts} from './contexts.ts'
import {proxyOf} from './proxying.ts'
import type {PhpCall, ServerDirective, ServerHost} from './types.ts'
import {isUncertain} from './uncertain.ts'

/** How PHP is called for one page, and what says so. */
export interface PhpWiring extends PhpCall {
  directive?: ServerDirective
}

/** How PHP runs a page of a host, by the server's own files; an `.htaccess` may say another handler. */
export function phpWiring(host: ServerHost, page: PagePath = 'index.php'): PhpWiring {
  const proxy = proxyOf(host, page)
  if (proxy) {
    const {directive, target, certainty} = proxy
    return {how: 'proxy-pass', handler: target, directive, certainty, ...addressOf(target)}
  }
  const handler = handlerOf(host, page)
  if (!handler) return {how: 'none', certainty: true}
  const {name, directive, certainty} = handler
  const how = name.startsWith('proxy:') ? 'fpm' : MODULE_HANDLER.test(name) ? 'module' : 'other'
  return {how, handler: name, directive, certainty, ...(how === 'fpm' ? addressOf(name.slice('proxy:'.length)) : {})}
}

/** The names that mod_php answers to; some builds of PHP 5 and 7 have their version in it. */
const MODULE_HANDLER = /^(application\/x-httpd-php\d*|php\d*-script)$/i

interface Handler {
  name: string
  directive: ServerDirective
  certainty: PhpWiring['certainty']
}

/** `SetHandler` is stronger than what is said of a file name's extension (mod_mime, "AddHandler"). */
function handlerOf(host: ServerHost, page: PagePath): Handler | undefined {
  const extensions = baseName(page).toLowerCase().split('.').slice(1)
  let set: Handler | undefined
  let added: Handler | undefined
  for (const {context, certainty} of governingContexts(host, page)) {
    for (const directive of context.directives) {
      const {name, args} = directive
      const [first = '', ...rest] = args
      const how = certainty === true && !isUncertain(directive) ? true : 'unknown'
      const found: Handler = {name: first, directive, certainty: how}
      const isOfPage = rest.some((extension) => extensions.includes(extension.toLowerCase().replace(/^\./, '')))
      if (name === 'sethandler' || name === 'forcetype') {
        if (/^none$/i.test(first)) set = name === 'sethandler' ? undefined : set
        else if (name === 'sethandler' || MODULE_HANDLER.test(first)) set = found
      } else if ((name === 'addhandler' || (name === 'addtype' && MODULE_HANDLER.test(first))) && isOfPage)
        added = found
      else if (
        (name === 'removehandler' || name === 'removetype') &&
        args.some((each) => extensions.includes(each.replace(/^\./, '')))
      ) {
        added = undefined
      }
    }
  }
  return set ?? added
}

/** `unix:/run/php.sock|fcgi://localhost` and `fcgi://127.0.0.1:9000/srv/$1`. */
function addressOf(target: string): {address?: string} {
  const socket = /^unix:([^|]+)\|fcgi:/i.exec(target)?.[1]
  if (socket !== undefined) return {address: `unix:${socket}`}
  const server = /^fcgi:\/\/([^/]+)/i.exec(target)?.[1]
  // mod_proxy_fcgi: the port is 8000 when none is said.
  return server === undefined ? {} : {address: /:\d+$/.test(server) ? server : `${server}:8000`}
}
