/** What stands above the configuration, for the person who finds it. */
import type {ApacheStyle} from './style.ts'

/** For the block in .htaccess. */
export function htaccessHeader({about, place}: ApacheStyle): string[] {
  const where =
    place === 'end'
      ? ['# Place: the end of the .htaccess in the document root, after any line that says', '# how PHP is run.']
      : ["# Place: the beginning of the .htaccess in the document root, before the site's", '# own rewrite rules.']
  return [
    '# Written by `migrate emit-apache`; what you change between BEGIN and END is lost.',
    '# Pages that moved are answered by TypeScript, everything else as before.',
    `# ${about}`,
    ...where,
    '# Needs AllowOverride FileInfo; without the modules below PHP answers. No effect',
    '# where PHP itself is reached by ProxyPassMatch.',
    '# Back to PHP: `migrate reopen PAGE` and emit again, or delete BEGIN to END.',
  ]
}

/** For the include file of a virtual host. */
export function vhostHeader(site: string, {about}: ApacheStyle): string[] {
  return [
    '# Written by `migrate emit-apache --for vhost`; what you change between BEGIN and',
    '# END is lost.',
    '# Pages that moved are answered by TypeScript, everything else as before.',
    `# ${about}`,
    '# Place: inside the <VirtualHost> of the site, outside any <Directory>; or there',
    `#   Include /etc/apache2/migrate-${site}.conf`,
    '# then `apachectl configtest` and `apachectl graceful`. Without the modules below',
    '# PHP answers.',
    '# Back to PHP: `migrate reopen PAGE` and emit again, or delete the Include line;',
    '# then `apachectl graceful`.',
  ]
}

/** For what a block in .htaccess has in the virtual host. */
export function workerHeader(site: string): string[] {
  return [
    '# Written by `migrate emit-apache --for worker`; what you change between BEGIN and',
    '# END is lost.',
    '# Keeps connections to the TypeScript backend open, and declares what a .htaccess',
    "# can't. Routes nothing: the block in the .htaccess of the document root does.",
    '# Place: inside the <VirtualHost> of the site:',
    `#   Include /etc/apache2/migrate-${site}-worker.conf`,
    '# then `apachectl configtest` and `apachectl graceful`. To go back, delete the line.',
  ]
}
