import type {Site} from '../site.ts'

/** What stands above the configuration, for the person who finds it. */
export function cherokeeHeader({name}: Site): string[] {
  return [
    '# Written by `migrate emit-cherokee`; what you change in here is lost.',
    '# Pages that moved are answered by TypeScript, everything else as before.',
    '# A draft to be read: Cherokee keeps its configuration in one file, which',
    '# cherokee-admin writes anew, without comments and without these marks.',
    '# Place: in /etc/cherokee/cherokee.conf, with the number of the virtual server of',
    `# ${name} in place of VSERVER. The priorities (900001 and on) must be above that of`,
    '# the rule for PHP, and below that of every rule that asks for a password or refuses',
    '# requests: a rule with `match!final = 1` ends the search. The numbers of the sources',
    '# must be free.',
    '# Test: `cherokee -t -C /etc/cherokee/cherokee.conf`; then, also after every change',
    '# in here, restart it.',
    '# Back to PHP: `migrate reopen PAGE` and emit again, or delete these lines; restart.',
  ]
}
