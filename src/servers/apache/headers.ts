/** What stands above the configuration, for the person who finds it. */

/** For the block in .htaccess. */
export const htaccessHeader: readonly string[] = [
  '# Written by `migrate emit-apache`; what you change between BEGIN and END is lost.',
  '# The pages below are answered by TypeScript, everything else as before.',
  '# Place: the end of the .htaccess in the document root, after any line that says',
  '# how PHP is run. Needs AllowOverride FileInfo and mod_proxy_fcgi; without the',
  '# module PHP answers. No effect where PHP itself is reached by ProxyPassMatch.',
  '# Back to PHP: `migrate reopen PAGE` and emit again, or delete BEGIN to END.',
]

/** For the include file of a virtual host. */
export function vhostHeader(site: string): string[] {
  return [
    '# Written by `migrate emit-apache --for vhost`; what you change in here is lost.',
    '# The pages below are answered by TypeScript, everything else as before.',
    '# Place: inside the <VirtualHost> of the site, outside any <Directory>:',
    `#   Include /etc/apache2/migrate-${site}.conf`,
    '# then `apachectl configtest` and `apachectl graceful`. Needs mod_proxy_fcgi; without',
    '# the module PHP answers. No effect where PHP itself is reached by ProxyPassMatch.',
    '# Back to PHP: `migrate reopen PAGE` and emit again, or delete the Include line;',
    '# then `apachectl graceful`.',
  ]
}

/** For the connection pool alone. */
export function workerHeader(site: string): string[] {
  return [
    '# Written by `migrate emit-apache --for worker`; what you change in here is lost.',
    '# Keeps connections to the TypeScript backend open. Routes nothing: the block in the',
    '# .htaccess of the document root does, and also works without this, only slower.',
    '# Place: inside the <VirtualHost> of the site:',
    `#   Include /etc/apache2/migrate-${site}-worker.conf`,
    '# then `apachectl configtest` and `apachectl graceful`. To go back, delete the line.',
  ]
}
