import type {PortingNote} from '../types.ts'

type NoteKind = PortingNote['kind']

const words = (kind: NoteKind, names: string): [string, NoteKind][] => names.split(' ').map((name) => [name, kind])

/** Functions of PHP that call for a note, in lower case. */
export const NOTE_OF_FUNCTION: ReadonlyMap<string, NoteKind> = new Map([
  ...words(
    'file-write',
    'file_put_contents fwrite fputs fputcsv unlink rename mkdir rmdir copy touch chmod chown chgrp symlink link tempnam ' +
      'tmpfile ftruncate flock',
  ),
  ...words(
    'file-read',
    'file_get_contents file readfile fpassthru opendir scandir glob dir parse_ini_file simplexml_load_file show_source ' +
      'highlight_file',
  ),
  ...words('upload', 'move_uploaded_file is_uploaded_file'),
  ...words('mail', 'mail mb_send_mail imap_mail'),
  ...words(
    'network',
    'fsockopen pfsockopen curl_exec curl_multi_exec stream_socket_client stream_socket_server socket_connect ' +
      'socket_create ftp_connect ftp_ssl_connect ssh2_connect ldap_connect imap_open gethostbyname gethostbyaddr ' +
      'dns_get_record checkdnsrr get_headers',
  ),
  ...words('exec', 'exec shell_exec system passthru popen proc_open pcntl_exec pcntl_fork'),
  ...words('eval', 'create_function'),
  ...words('extract', 'extract import_request_variables'),
  ...words('variable-variable', 'compact get_defined_vars'),
  ...words('dynamic-name', 'call_user_func call_user_func_array forward_static_call forward_static_call_array'),
  ...words('array-pointer', 'each current pos next prev reset end key'),
  ...words(
    'hook',
    'register_shutdown_function set_error_handler set_exception_handler restore_error_handler spl_autoload_register ' +
      'register_tick_function header_register_callback assert_options session_set_save_handler stream_wrapper_register ' +
      'pcntl_signal',
  ),
  ...words('serialize', 'serialize unserialize var_export igbinary_serialize igbinary_unserialize'),
  ...words(
    'setting',
    'ini_set ini_alter ini_restore set_time_limit setlocale error_reporting date_default_timezone_set putenv ' +
      'set_include_path mb_internal_encoding mb_http_output mb_regex_encoding ignore_user_abort chdir umask ' +
      'set_magic_quotes_runtime libxml_disable_entity_loader',
  ),
])
