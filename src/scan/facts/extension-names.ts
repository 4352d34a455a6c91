/**
 * Which extension of PHP a function, class or constant belongs to, in compact form (PHP manual, "Function Reference").
 * What every PHP has is left out: Core, ctype, date, filter, hash, json, pcre, random, Reflection, session, SPL, standard.
 */

const pairs = (text: string): [string, string][] =>
  text
    .split(' ')
    .map((pair) => pair.split(':') as [string, string | undefined])
    .map(([name, extension]) => [name, extension ?? name])

/** By what comes before the first `_` of a function's name. */
const PREFIXES: ReadonlyMap<string, string> = new Map(
  pairs(
    'curl mb:mbstring mysqli pg:pgsql sqlite odbc oci:oci8 mssql sqlsrv ibase:interbase fbird:interbase db2:ibm_db2 ' +
      'ifx:informix sybase msql dba dbase openssl mcrypt ldap imap ftp exif iconv gmp grapheme:intl normalizer:intl ' +
      'collator:intl numfmt:intl datefmt:intl msgfmt:intl intl intlcal:intl intltz:intl idn:intl transliterator:intl ' +
      'resourcebundle:intl posix pcntl shmop pdo finfo:fileinfo wddx simplexml libxml xmlwriter zlib ' +
      'deflate:zlib inflate:zlib memcache apc apcu xcache opcache ssh2 tidy pspell enchant recode yaml rrd geoip mailparse ' +
      'readline sodium xdebug gnupg uuid ncurses igbinary msgpack intlgregcal:intl easter:calendar cal:calendar',
  ),
)

const names = (extension: string, functions: string): [string, string][] =>
  functions.split(' ').map((name) => [name, extension])

/** Functions of which the beginning does not tell, or would tell too much. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ...names('iconv', 'iconv ob_iconv_handler'),
  ...names('zlib', 'ob_gzhandler readgzfile'),
  ...names('mbstring', 'mb_output_handler'),
  ...names('fileinfo', 'mime_content_type'),
  ...names('readline', 'readline'),
  ...names('tidy', 'ob_tidyhandler'),
  ...names('tokenizer', 'token_get_all token_name'),
  ...names('dom', 'dom_import_simplexml'),
  ...names('soap', 'is_soap_fault use_soap_error_handler'),
  ...names(
    'gettext',
    '_ gettext ngettext dgettext dcgettext dngettext dcngettext textdomain bindtextdomain bind_textdomain_codeset',
  ),
  ...names('ereg', 'ereg eregi ereg_replace eregi_replace split spliti sql_regcase'),
  ...names('calendar', 'jddayofweek jdmonthname jdtofrench jdtogregorian jdtojewish jdtojulian jdtounix unixtojd'),
  ...names('calendar', 'frenchtojd gregoriantojd jewishtojd juliantojd'),
  ...names(
    'sysvmsg',
    'msg_get_queue msg_queue_exists msg_receive msg_remove_queue msg_send msg_set_queue msg_stat_queue',
  ),
  ...names('sysvsem', 'sem_acquire sem_get sem_release sem_remove'),
  ...names('sysvshm', 'shm_attach shm_detach shm_get_var shm_has_var shm_put_var shm_remove shm_remove_var'),
])

/** Functions by their beginnings and ends. */
const PATTERNS: readonly (readonly [start: string, pattern: RegExp, extension: string])[] = [
  [
    'my',
    /^mysql_(?:p?connect|close|(?:db_|unbuffered_)?query|fetch_\w+|result|num_\w+|(?:real_)?escape_string|insert_id|affected_rows|errno|error|select_db|set_charset|client_encoding|data_seek|field_\w+|free_result|get_\w+_info|info|list_\w+|ping|stat|thread_id|(?:create|drop)_db|db_name|tablename)$/,
    'mysql',
  ],
  ['zi', /^zip_(?:open|read|close|entry_\w+)$/, 'zip'],
  ['xm', /^xmlrpc_(?:decode\w*|encode\w*|get_type|is_fault|parse_\w+|server_\w+|set_type)$/, 'xmlrpc'],
  ['im', /^image(?!_type_to_)(?:2?wbmp|[a-z]+)$/, 'gd'],
  ['gd', /^gd_info$/, 'gd'],
  [
    'gz',
    /^gz(?:open|file|close|read|write|puts|gets|getc|getss|eof|seek|tell|rewind|passthru|(?:un)?compress|[di]nflate|deflate|encode|decode)$/,
    'zlib',
  ],
  ['bz', /^bz(?:open|read|write|close|flush|(?:de)?compress|errno|error|errstr)$/, 'bz2'],
  ['bc', /^bc(?:add|sub|mul|div|mod|pow|powmod|sqrt|comp|scale)$/, 'bcmath'],
  ['xm', /^xml_(?:parse|parser_\w+|parse_into_struct|set_\w+|get_\w+|error_string)$/, 'xml'],
  // The three are other names of functions that every PHP has.
  ['so', /^socket_(?!set_blocking$|set_timeout$|get_status$)/, 'sockets'],
  ['lo', /^locale_(?:accept_from_http|canonicalize|compose|filter_matches|get_\w+|lookup|parse|set_default)$/, 'intl'],
  ['sn', /^snmp(?:get|getnext|walk|walkoid|realwalk|set|[23]_\w+|_(?:get|set|read)_\w+)$/, 'snmp'],
]

/** The extension of a function, by its name in lower case. */
export function extensionOfFunction(name: string): string | undefined {
  const known = FUNCTIONS.get(name) ?? PREFIXES.get(name.slice(0, Math.max(0, name.indexOf('_'))))
  if (known !== undefined) return known
  const start = name.slice(0, 2)
  for (const [first, pattern, extension] of PATTERNS) if (first === start && pattern.test(name)) return extension
  return undefined
}

/** Classes, in lower case; those of several begin alike. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ...pairs(
    'pdo pdoexception:pdo pdostatement:pdo mysqli mysqli_stmt:mysqli mysqli_result:mysqli sqlite3 sqlitedatabase:sqlite',
  ),
  ...pairs(
    'simplexmlelement:simplexml simplexmliterator:simplexml xmlreader xmlwriter xsltprocessor:xsl ziparchive:zip',
  ),
  ...pairs('soapclient:soap soapserver:soap soapfault:soap soapvar:soap soapheader:soap soapparam:soap curlfile:curl'),
  ...pairs(
    'numberformatter:intl normalizer:intl collator:intl transliterator:intl messageformatter:intl spoofchecker:intl',
  ),
  ...pairs(
    'finfo:fileinfo tidy snmp redis memcache memcached mongo mongoclient:mongo gearmanclient:gearman amqpconnection:amqp',
  ),
  ...pairs('phar phardata:phar com:com_dotnet dotnet:com_dotnet variant:com_dotnet ffi'),
])
const CLASS_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^dom(?:document|element|xpath|node|nodelist|attr|text|exception|comment|cdatasection|documentfragment)$/, 'dom'],
  [/^intl(?:dateformatter|calendar|timezone|breakiterator|char|rulebasedbreakiterator)$/, 'intl'],
  [/^(?:imagick|imagickdraw|imagickpixel|imagickexception)$/, 'imagick'],
  [/^mongodb\\(?:driver|bson)\\/, 'mongodb'],
]

/** The extension of a class, by its name in lower case. */
export function extensionOfClass(name: string): string | undefined {
  const known = CLASSES.get(name)
  return known !== undefined || !/^(?:dom|im|int|mon)/.test(name)
    ? known
    : CLASS_PATTERNS.find(([pattern]) => pattern.test(name))?.[1]
}

const CONSTANT_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^CURL(?:OPT|INFO|E|AUTH|PROXY|VERSION|M)_/, 'curl'],
  [/^MYSQLI_(?:ASSOC|NUM|BOTH|REPORT|CLIENT|OPT|STORE|USE|TRANS|TYPE)/, 'mysqli'],
  [/^MYSQL_(?:ASSOC|NUM|BOTH)$/, 'mysql'],
  [/^PGSQL_(?:ASSOC|NUM|BOTH|CONNECTION)/, 'pgsql'],
  [/^SQLITE3_(?:ASSOC|NUM|BOTH|OPEN|TEXT|INTEGER|FLOAT|BLOB)/, 'sqlite3'],
  [/^LIBXML_[A-Z]+$/, 'libxml'],
  [/^XML_(?:OPTION|ERROR)_|^XML_SAX_IMPL$/, 'xml'],
  [/^XML_(?:ELEMENT|TEXT|ATTRIBUTE|CDATA_SECTION|COMMENT|DOCUMENT)(?:_NODE)?$/, 'dom'],
  [/^MB_CASE_(?:UPPER|LOWER|TITLE|FOLD)$/, 'mbstring'],
  [/^MCRYPT_(?:MODE|RIJNDAEL|ENCRYPT|DECRYPT|DES|3DES|BLOWFISH|RAND|DEV_U?RANDOM)/, 'mcrypt'],
  [/^OPENSSL_(?:ALGO|CIPHER|KEYTYPE|PKCS1|RAW_DATA|ZERO_PADDING|NO_PADDING)/, 'openssl'],
  [/^LDAP_(?:OPT|DEREF|ESCAPE)_/, 'ldap'],
  [/^FTP_(?:ASCII|BINARY|TEXT|IMAGE|AUTORESUME|AUTOSEEK)$/, 'ftp'],
  [/^IMG_(?:FILTER_\w+|GIF|JPE?G|PNG|WBMP|WEBP|XPM|FLIP_\w+|BICUBIC)$/, 'gd'],
  [/^FILEINFO_(?:NONE|MIME|MIME_TYPE|MIME_ENCODING|SYMLINK|RAW)$/, 'fileinfo'],
  [/^(?:ZLIB_ENCODING_\w+|FORCE_GZIP|FORCE_DEFLATE)$/, 'zlib'],
  [/^SOAP_(?:1_1|1_2|RPC|DOCUMENT|ENCODED|LITERAL|SINGLE_ELEMENT_ARRAYS)$/, 'soap'],
  [/^SIG(?:TERM|KILL|HUP|INT|CHLD|ALRM|USR[12]|PIPE|QUIT)$/, 'pcntl'],
  [/^SODIUM_(?:CRYPTO|BASE64)_/, 'sodium'],
]
/** With what they begin: no other constant has to be looked at closely. */
const MAY_BE =
  /^(?:CURL|MYSQL|PGSQL|SQLITE3|LIBXML|XML|MB_|MCRYPT|OPENSSL|LDAP|FTP|IMG|FILEINFO|ZLIB|FORCE|SOAP|SIG|SODIUM)/

/** The extension of a constant. */
export function extensionOfConstant(name: string): string | undefined {
  return MAY_BE.test(name) ? CONSTANT_PATTERNS.find(([pattern]) => pattern.test(name))?.[1] : undefined
}
