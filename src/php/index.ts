/**
 * `banyan/php`: PHP 8.2's conversions and functions, exact, for handlers that were PHP pages. Each is tested against a
 * table made by real PHP. Functions carry PHP's own names; ported code can drop them one by one.
 */
export {isPhpArray, PhpArray} from './array.ts'
export {base64_decode, base64_encode, bin2hex} from './base64.ts'
export type {Charset} from './charset.ts'
export {checkdate, gmdate, gmmktime, mktime, strtotime} from './clock-time.ts'
export {compare, identical, looseEquals} from './compare.ts'
export {isEmpty, type PhpValue, toBool, toFloat, toInt, toText} from './convert.ts'
export {
  ctype_alnum,
  ctype_alpha,
  ctype_digit,
  ctype_lower,
  ctype_punct,
  ctype_space,
  ctype_upper,
  ctype_xdigit,
} from './ctype.ts'
export {date} from './date.ts'
export {crc32, md5, sha1} from './digest.ts'
export {html_entity_decode, htmlentities, htmlspecialchars_decode} from './entities.ts'
export {array_fill, array_pad, array_splice} from './fill.ts'
export {float, isPhpFloat, PhpFloat} from './float.ts'
export {sprintf, vsprintf} from './format.ts'
export {
  ENT_COMPAT,
  ENT_HTML5,
  ENT_HTML401,
  ENT_NOQUOTES,
  ENT_QUOTES,
  ENT_SUBSTITUTE,
  htmlspecialchars,
} from './htmlspecialchars.ts'
export {bindec, decbin, dechex, decoct, hexdec, intval, octdec} from './integer-base.ts'
export {JSON_PRETTY_PRINT, JSON_UNESCAPED_SLASHES, JSON_UNESCAPED_UNICODE, json_encode} from './json.ts'
export {json_decode} from './json-decode.ts'
export type {PhpKey} from './key.ts'
export {STR_PAD_BOTH, STR_PAD_LEFT, STR_PAD_RIGHT, str_pad, str_repeat, wordwrap} from './layout.ts'
export {
  array_column,
  array_key_exists,
  array_keys,
  array_search,
  array_values,
  count,
  explode,
  implode,
  in_array,
} from './lists.ts'
export {abs, array_sum, ceil, floor, max, min} from './math.ts'
export {
  array_combine,
  array_count_values,
  array_diff,
  array_diff_key,
  array_fill_keys,
  array_filter,
  array_flip,
  array_intersect,
  array_intersect_key,
  array_merge,
  array_reverse,
  array_slice,
  array_unique,
} from './merge.ts'
export {parse_url} from './parse-url.ts'
export {basename, dirname, pathinfo} from './path.ts'
export {
  PREG_PATTERN_ORDER,
  PREG_SET_ORDER,
  preg_match,
  preg_match_all,
  preg_replace,
  preg_replace_callback,
  type Replacer,
} from './preg.ts'
export {PREG_SPLIT_DELIM_CAPTURE, PREG_SPLIT_NO_EMPTY, preg_quote, preg_split} from './preg-split.ts'
export {http_build_query, PHP_QUERY_RFC1738, PHP_QUERY_RFC3986} from './query-string.ts'
export {type ReplacementCount, str_ireplace, str_replace, strtr, substr_replace} from './replace.ts'
export {number_format, round} from './round.ts'
export {
  str_contains,
  str_ends_with,
  str_starts_with,
  stripos,
  stristr,
  strpos,
  strrchr,
  strripos,
  strrpos,
  strstr,
  substr_count,
} from './search.ts'
export {addslashes, stripslashes} from './slashes.ts'
export {
  arsort,
  asort,
  krsort,
  ksort,
  type Order,
  rsort,
  SORT_FLAG_CASE,
  SORT_NUMERIC,
  SORT_REGULAR,
  SORT_STRING,
  type Sortable,
  sort,
  uasort,
  uksort,
  usort,
} from './sort.ts'
export {array_pop, array_push, array_shift, array_unshift} from './stack.ts'
export {
  chr,
  lcfirst,
  nl2br,
  ord,
  str_split,
  strlen,
  strrev,
  strtolower,
  strtoupper,
  substr,
  ucfirst,
  ucwords,
} from './strings.ts'
export {strcasecmp, strcmp, strncasecmp, strncmp} from './text-order.ts'
export {ltrim, rtrim, trim} from './trim.ts'
export {gettype, is_array, is_bool, is_float, is_int, is_null, is_numeric, is_scalar, is_string} from './types.ts'
export {rawurldecode, rawurlencode, urldecode, urlencode} from './url.ts'
export {version_compare} from './version.ts'
