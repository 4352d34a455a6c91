/** `http_build_query`. */
import {isPhpArray} from './array.ts'
import {bytesOf, textOf} from './byte-string.ts'
import {isList, type PhpValue, toText} from './convert.ts'
import {integerOfKey, type PhpKey} from './key.ts'
import {entriesParameter, intParameter, textParameter} from './parameter.ts'
import {rawurlencode, urlencode} from './url.ts'

export const PHP_QUERY_RFC1738 = 1
export const PHP_QUERY_RFC3986 = 2

/**
 * `http_build_query($data, $numericPrefix, $separator, $encoding)`: `null` is left out, `true` is 1, `false` is 0, nested
 * arrays get brackets.
 */
export function http_build_query(
  data: PhpValue,
  numericPrefix: PhpValue = '',
  separator: PhpValue = '&',
  encoding: PhpValue = PHP_QUERY_RFC1738,
): string {
  const entries = entriesParameter(data)
  const prefix = textParameter(numericPrefix)
  const encode = intParameter(encoding) === PHP_QUERY_RFC3986 ? rawurlencode : urlencode
  // A NUL ends the separator.
  const [glue = ''] = textParameter(separator ?? '&').split('\0')
  const name = (key: PhpKey): string => (integerOfKey(key) === undefined ? encode(String(key)) : `${prefix}${key}`)
  return textOf(bytesOf(entries.flatMap(([key, value]) => pairs(name(key), value, encode)).join(glue)))
}

function pairs(name: string, value: PhpValue, encode: (text: string) => string): string[] {
  if (value === null || value === undefined) return []
  if (isPhpArray(value) || isList(value)) {
    return entriesParameter(value).flatMap(([key, item]) => pairs(`${name}%5B${encode(String(key))}%5D`, item, encode))
  }
  if (value === false) return [`${name}=0`]
  return [`${name}=${encode(toText(value))}`]
}
