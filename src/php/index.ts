/**
 * `banyan/php`: PHP 8.2's conversions and functions, exact, for handlers that were PHP pages. Each is tested against a
 * table made by real PHP. Functions carry PHP's own names; ported code can drop them one by one.
 */
export {isPhpArray, PhpArray} from './array.ts'
export type {Charset} from './charset.ts'
export {isEmpty, type PhpValue, toBool, toFloat, toInt, toText} from './convert.ts'
export {float, isPhpFloat, PhpFloat} from './float.ts'
export type {PhpKey} from './key.ts'
export {compare, identical, looseEquals} from './compare.ts'
export {date} from './date.ts'
export {ENT_COMPAT, ENT_HTML401, ENT_HTML5, ENT_NOQUOTES, ENT_QUOTES, ENT_SUBSTITUTE, htmlspecialchars} from './htmlspecialchars.ts'
export {json_encode, JSON_PRETTY_PRINT, JSON_UNESCAPED_SLASHES, JSON_UNESCAPED_UNICODE} from './json.ts'
export {str_pad, STR_PAD_BOTH, STR_PAD_LEFT, STR_PAD_RIGHT, str_repeat, wordwrap} from './layout.ts'
export {str_ireplace, str_replace, strtr, substr_replace, type ReplacementCount} from './replace.ts'
export {number_format, round} from './round.ts'
export {str_contains, str_ends_with, str_starts_with, stripos, stristr, strpos, strrchr, strripos, strrpos, strstr, substr_count} from './search.ts'
export {addslashes, stripslashes} from './slashes.ts'
export {chr, lcfirst, nl2br, ord, str_split, strlen, strrev, strtolower, strtoupper, substr, ucfirst, ucwords} from './strings.ts'
export {strcasecmp, strcmp, strncasecmp, strncmp} from './text-order.ts'
export {ltrim, rtrim, trim} from './trim.ts'
export {gettype, is_array, is_bool, is_float, is_int, is_null, is_numeric, is_scalar, is_string} from './types.ts'
export {rawurldecode, rawurlencode, urldecode, urlencode} from './url.ts'
