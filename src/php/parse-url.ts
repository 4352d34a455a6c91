/** `parse_url` (ext/standard/url.c). */
import {PhpArray} from './array.ts'
import {bytesOf, textOf} from './byte-string.ts'
import type {PhpValue} from './convert.ts'
import {textParameter} from './parameter.ts'

/**
 * `parse_url($url)`: `scheme`, `host`, `port` (an int), `user`, `pass`, `path`, `query` and `fragment`, those that are there. Only URLs
 * with `http`, `https` or `ftp` and a host, and names without a colon, are taken apart; others are a RangeError.
 */
export function parse_url(url: PhpValue): PhpArray<string | number> | false {
  const string = textParameter(url)
  const match =
    /^(?:(https?|ftp):\/\/(?:([^:@/?#]*)(?::([^@/?#:]*))?@)?([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(?=[/?#]|$)|(?![a-z]+:\/\/))([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/i.exec(
      bytesOf(string),
    )
  if (match === null || string === '') throw new RangeError('This form of URL is not supported')
  const [, scheme, user, pass, host, port, path, query, fragment] = match
  if (scheme === undefined && (string.includes(':') || string.startsWith('//')))
    throw new RangeError('This form of URL is not supported')
  if (port !== undefined && Number(port) > 65535) return false
  const parts = PhpArray.from<string | number>([])
  const named = {scheme, host, port, user, pass, path, query, fragment}
  for (const [name, value] of Object.entries(named)) {
    if (value === undefined || (name === 'path' && value === '')) continue
    // Control characters become underscores.
    parts.set(name, name === 'port' ? Number(value) : textOf(value.replace(/[\0-\x1f\x7f]/g, '_')))
  }
  return parts
}
