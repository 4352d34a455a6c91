import {tmpdir} from 'node:os'
import {join} from 'node:path'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../base-command.ts'
import type {SitePhp} from '../../doctor/site-php.ts'
import type {PhpFacts, ProofStep, SettingDifference} from '../../doctor/types.ts'
import {MigrateError} from '../../errors.ts'
import {printable} from '../../page.ts'
import {CONFIG_FILE, type Project} from '../../project.ts'
import {legacySettings, runtimeSettings} from '../../site.ts'

/** What was found. */
interface Diagnosis {
  php: PhpFacts
  differences: SettingDifference[]
  unsupported: string[]
  proof: ProofStep[]
}

export default class SessionDoctor extends BaseCommand {
  static override summary =
    "Compare the session settings with those of the site's PHP, and prove that sessions are shared"

  static override description =
    `Asks PHP-FPM (\`--fpm\`, else \`legacy.fastcgi\` of the configuration) or a PHP on the command line. One line for each setting that differs, with what belongs into the configuration; then sessions are written on one side and read on the other, and each side waits for the lock of the other. Nothing is written into the document root, and the sessions are removed again.

Run it as the user that the backend runs as, which must be the user that PHP runs as.

Exit status: 0 sessions are shared, 1 something differs or is not shared, 2 PHP can't be asked.`

  static override examples = [
    'sudo -u www-data <%= config.bin %> session doctor --fpm unix:/run/php/php8.2-fpm.sock',
    '<%= config.bin %> session doctor --fpm 127.0.0.1:9000 --write',
    '<%= config.bin %> session doctor --php php8.2 --php-ini /etc/php/8.2/apache2/php.ini',
  ]

  static override flags = {
    fpm: Flags.string({helpValue: 'ADDRESS', summary: "The site's PHP-FPM: unix:/path or host:port"}),
    php: Flags.string({helpValue: 'COMMAND', summary: 'Instead of PHP-FPM, a PHP on the command line [default: php]'}),
    'php-ini': Flags.string({helpValue: 'FILE', summary: "The php.ini of the web server's PHP, for `--php`"}),
    'script-dir': Flags.string({
      helpValue: 'DIR',
      summary: 'Where the script for PHP-FPM lies while it runs [default: the folder for temporary files]',
    }),
    write: Flags.boolean({summary: 'Put the settings of PHP into the configuration'}),
  }

  async run(): Promise<Diagnosis> {
    const {flags} = await this.parse(SessionDoctor)
    const [{readPhpFacts}, {differingSettings, unsupportedSettings}, {proveSharing}, {siteSessions}] =
      await Promise.all([
        import('../../doctor/php-facts.ts'),
        import('../../doctor/session-settings.ts'),
        import('../../doctor/prove.ts'),
        import('../../doctor/site-sessions.ts'),
      ])
    const project = this.project(flags)
    const php = await this.#php(project, flags)
    const facts = await readPhpFacts(php)
    this.say(
      `${php.name}: PHP ${printable(facts.version)}, ${facts.user === null ? 'user unknown' : `user ${facts.user}`}`,
    )
    const {savePath = tmpdir()} = runtimeSettings(project).session ?? {}
    const differences = differingSettings(facts.ini, {...project.config?.php?.session, savePath})
    const unsupported = unsupportedSettings(facts.ini)
    this.#tell(differences, unsupported)
    if (flags.write && differences.length > 0) await this.#write(project, flags.config, differences)
    const settings = runtimeSettings(flags.write ? this.project(flags) : project)
    const isLocked = settings.session?.saveHandler !== 'redis' || settings.session.redis?.lockingEnabled === true
    const proof = await proveSharing(php, siteSessions(settings), isLocked)
    for (const {what, ok, problem} of proof) this.log(`${ok ? 'ok    ' : 'FAILED'}  ${what}${ok ? '' : `: ${problem}`}`)
    const isShared = this.#conclude(facts, proof, isLocked)
    if (!isShared || unsupported.length > 0 || (differences.length > 0 && !flags.write)) this.checkSaidNo()
    return {php: facts, differences, unsupported, proof}
  }

  async #php(
    project: Project,
    flags: {
      fpm?: string | undefined
      php?: string | undefined
      'php-ini'?: string | undefined
      'script-dir'?: string | undefined
    },
  ): Promise<SitePhp> {
    const {phpCommand, phpFpm} = await import('../../doctor/site-php.ts')
    const isCommand = flags.php !== undefined || flags['php-ini'] !== undefined
    if (isCommand && flags.fpm !== undefined) {
      throw new MigrateError('USAGE', '`--fpm` and `--php` are two different PHPs', 'Name the one that runs the site')
    }
    const address = flags.fpm ?? (isCommand ? undefined : legacySettings(project).fastcgi)
    if (address !== undefined) return phpFpm(address, flags['script-dir'])
    if (!isCommand) this.say('Asking `php`: it may be set up otherwise than the PHP of the web server; see `--fpm`')
    return phpCommand(flags.php ?? 'php', flags['php-ini'])
  }

  #tell(differences: readonly SettingDifference[], unsupported: readonly string[]): void {
    for (const {ini, php, here, path, value} of differences) {
      this.log(
        `${ini}: PHP has '${printable(php)}', here it is '${printable(here)}'. ${path}: ${printable(JSON.stringify(value))}`,
      )
    }
    for (const problem of unsupported) this.log(printable(problem))
    if (differences.length + unsupported.length === 0) this.say('The configuration agrees with PHP')
  }

  async #write(project: Project, config: string | undefined, differences: readonly SettingDifference[]): Promise<void> {
    const {writeSettings} = await import('../../doctor/write-settings.ts')
    const file = config ?? join(project.directory, CONFIG_FILE)
    if (project.config === undefined) {
      throw new MigrateError('NO_CONFIG', 'There is no configuration to write into', 'Run `migrate init` first')
    }
    writeSettings(file, differences)
    this.say(`Written to \`${printable(file)}\`; restart the backend`)
  }

  /** Says plainly what the proof means; whether sessions are shared. */
  #conclude({user}: PhpFacts, proof: readonly ProofStep[], isLocked: boolean): boolean {
    const isShared = proof.every(({ok}) => ok)
    const me = process.geteuid?.()
    if (user !== null && me !== undefined && user !== me) {
      this.say(`PHP runs as the user ${user}, this command as ${me}: run the backend, and this command, as PHP's user`)
    }
    if (!isLocked) {
      this.say('Sessions in Redis are not locked (`redis.session.locking_enabled`): of two changes at once one is lost')
    }
    this.say(isShared ? 'PHP and TypeScript share their sessions' : 'Sessions are NOT shared yet')
    return isShared
  }
}
