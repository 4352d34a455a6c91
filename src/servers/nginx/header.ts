import type {Site} from '../site.ts'

/** What stands above the configuration, for the person who finds it. */
export function nginxHeader({name, options}: Site): string[] {
  const php = options.php ?? ''
  return [
    '# Written by `migrate emit-nginx`; what you change in here is lost.',
    '# Pages that moved are answered by TypeScript, everything else as before.',
    '# Place: inside http { }, outside any server { }, such as',
    `#   /etc/nginx/conf.d/migrate-${name}.conf`,
    '# Then, once, in each location of the site that runs PHP, change',
    `#   fastcgi_pass ${php};`,
    '# to',
    `#   fastcgi_pass $migrate_${name.replaceAll('-', '_')};`,
    '#   fastcgi_keep_conn on;',
    '# and nothing else in it: it needs `fastcgi_split_path_info` and a SCRIPT_FILENAME',
    '# of the root and $fastcgi_script_name, as `snippets/fastcgi-php.conf` has them.',
    '# Test: `nginx -t`; then, also after every change in here: `nginx -s reload`.',
    '# Back to PHP: `migrate reopen PAGE` and emit again, or put the old fastcgi_pass',
    '# back first and then delete this; reload.',
  ]
}
