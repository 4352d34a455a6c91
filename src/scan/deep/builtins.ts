/** What is known of PHP's own functions: what they give, and which only pass a value on. */

const names = (list: string): string[] => list.split(' ')

const RETURNS: readonly (readonly [type: string, names: readonly string[]])[] = [
  [
    'string',
    names(
      'trim ltrim rtrim chop strtolower strtoupper ucfirst ucwords lcfirst str_replace str_ireplace str_pad str_repeat strrev substr_replace sprintf vsprintf number_format implode join nl2br htmlspecialchars htmlentities html_entity_decode htmlspecialchars_decode strip_tags addslashes stripslashes quotemeta urlencode rawurlencode urldecode rawurldecode http_build_query base64_encode md5 sha1 crc32b bin2hex dechex uniqid serialize json_encode date gmdate strftime basename dirname chr wordwrap chunk_split mb_substr mb_strtolower mb_strtoupper mysql_real_escape_string mysqli_real_escape_string pg_escape_string mysql_error get_class gettype php_sapi_name phpversion session_id session_name ob_get_contents getcwd strval',
    ),
  ],
  [
    'int',
    names(
      'strlen count sizeof intval abs time mktime gmmktime ord strcmp strcasecmp strncmp strncasecmp strnatcmp substr_count mb_strlen array_push array_unshift rand mt_rand random_int crc32 mysql_num_rows mysqli_num_rows mysql_insert_id mysql_affected_rows memory_get_usage similar_text levenshtein str_word_count error_reporting',
    ),
  ],
  ['float', names('floatval doubleval round floor ceil sqrt pow microtime fmod pi sin cos tan log exp')],
  [
    'bool',
    names(
      'in_array is_array is_string is_int is_integer is_numeric is_float is_bool is_null is_object is_callable is_file is_dir file_exists is_readable is_writable is_uploaded_file move_uploaded_file array_key_exists key_exists isset empty function_exists class_exists method_exists defined define checkdate mail unlink mkdir rmdir rename copy chmod touch setcookie headers_sent sort rsort usort uasort uksort ksort krsort asort arsort shuffle settype boolval session_start session_destroy ctype_digit ctype_alpha ctype_alnum str_contains str_starts_with str_ends_with mysql_select_db extension_loaded',
    ),
  ],
  [
    'array',
    names(
      'explode array_merge array_keys array_values array_map array_filter array_slice array_splice array_unique array_flip array_reverse array_combine array_diff array_diff_key array_intersect array_intersect_key array_fill array_fill_keys array_column array_chunk array_pad array_merge_recursive range compact str_split get_object_vars getdate func_get_args array_count_values preg_grep',
    ),
  ],
  ['array|false', names('file scandir glob preg_split parse_ini_file getimagesize')],
  ['array|null|false', names('mysqli_fetch_assoc mysqli_fetch_array mysqli_fetch_row')],
  ['array|false', names('mysql_fetch_assoc mysql_fetch_array mysql_fetch_row pg_fetch_assoc pg_fetch_array')],
  ['string|false', names('file_get_contents base64_decode fgets fread getenv realpath ini_get tempnam iconv readdir')],
  ['string|null', names('preg_replace preg_replace_callback shell_exec')],
  ['string|false', names('substr strstr stristr strrchr strpbrk')],
  [
    'int|false',
    names(
      'strpos stripos strrpos strripos mb_strpos strtotime filesize filemtime fwrite preg_match preg_match_all file_put_contents array_search readfile',
    ),
  ],
]

const RETURN_TYPES: ReadonlyMap<string, string> = new Map(
  RETURNS.flatMap(([type, functions]) => functions.map((name) => [name, type] as const)),
)

/** The type that one of PHP's functions gives, as PHP's manual declares it; its name in lower case. */
export function returnTypeOf(name: string): string | undefined {
  return RETURN_TYPES.get(name)
}

const OTHER_BUILTIN =
  /^(array_|str_|mb_|preg_|ctype_|is_|json_|iconv|ob_|date_|gz|hash_|openssl_|filter_|func_|var_|print_r$|end$|reset$|current$|key$|next$|each$|prev$|min$|max$|constant$|unserialize$|settype$|call_user_func|hex2bin$|nl_langinfo$|money_format$|password_|ip2long$|long2ip$|inet_|parse_url$|parse_str$|utf8_|mcrypt_|crypt$|strtr$|ucwords$|array$|error_log$|trigger_error$|ini_set$|set_|sleep$|usleep$|flush$|spl_|iterator_|get_|curl_|image|simplexml_|dom_|xml_|libxml_|session_|mysql_|mysqli_|pg_|sqlite_|odbc_|oci_|ldap_)/

/** Whether a function is one of PHP's own, as far as its name says; in lower case. */
export function isBuiltin(name: string): boolean {
  return RETURN_TYPES.has(name) || OTHER_BUILTIN.test(name)
}

/** Functions and methods that make a value safe for one use or turn it into another type: no longer as it was sent. */
const CONVERTING =
  /^(intval|floatval|doubleval|boolval|settype|count|sizeof|strlen|md5|sha1|hash|crc32|htmlspecialchars|htmlentities|strip_tags|addslashes|urlencode|rawurlencode|http_build_query|json_encode|base64_encode|bin2hex|escapeshellarg|escapeshellcmd|filter_var|number_format|strtotime|date|round|floor|ceil|abs|basename|preg_quote|is_\w+|in_array|array_key_exists|ctype_\w+|password_hash|\w*(?:escape|quote|sanitiz|sanitis|purif|clean)\w*)$/

/** Whether a function or method, by its name in lower case, gives something other than what the visitor sent. */
export function isConverting(name: string): boolean {
  return CONVERTING.test(name)
}
