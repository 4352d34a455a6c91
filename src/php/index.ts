/**
 * `banyan/php`: PHP 8.2's conversions and functions, exact, for handlers that were PHP pages. Each is tested against a
 * table made by real PHP. Functions carry PHP's own names; ported code can drop them one by one.
 */
export {isPhpArray, PhpArray} from './array.ts'
export type {Charset} from './charset.ts'
export {compare, identical, is_array, looseEquals} from './compare.ts'
export {is_numeric, isEmpty, type PhpValue, toBool, toFloat, toInt, toText} from './convert.ts'
export {date} from './date.ts'
export {float, isPhpFloat, PhpFloat} from './float.ts'
export {
  ENT_COMPAT,
  ENT_HTML5,
  ENT_HTML401,
  ENT_NOQUOTES,
  ENT_QUOTES,
  ENT_SUBSTITUTE,
  htmlspecialchars,
} from './htmlspecialchars.ts'
export {JSON_PRETTY_PRINT, JSON_UNESCAPED_SLASHES, JSON_UNESCAPED_UNICODE, json_encode} from './json.ts'
export type {PhpKey} from './key.ts'
export {number_format, round} from './round.ts'
export {ltrim, nl2br, rtrim, strlen, strtolower, strtoupper, substr, trim, ucfirst} from './strings.ts'
export {rawurldecode, rawurlencode, urldecode, urlencode} from './url.ts'
