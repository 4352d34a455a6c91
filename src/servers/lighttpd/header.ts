/** What stands above the configuration, for the person who finds it. */
export function lighttpdHeader(site: string): string[] {
  return [
    '# Written by `migrate emit-lighttpd`; what you change in here is lost.',
    '# Pages that moved are answered by TypeScript, everything else as before.',
    '# Place: after the lines that say how PHP is run by FastCGI, and in the same',
    '# condition, if they stand in one:',
    `#   include "/etc/lighttpd/migrate-${site}.conf"`,
    '# Your own `fastcgi.server` and `fastcgi.map-extensions` may stay as they are.',
    '# Test: `lighttpd -tt -f /etc/lighttpd/lighttpd.conf`; then, also after every',
    '# change in here: `systemctl reload lighttpd`, which sends it SIGUSR1.',
    '# Back to PHP: `migrate reopen PAGE` and emit again, or delete the include line;',
    '# reload.',
  ]
}
