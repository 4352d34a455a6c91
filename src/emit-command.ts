/** What the `emit-…` commands share: one for each web server, over one way from ledger to configuration. */
import {dirname} from 'node:path'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from './base-command.ts'
import {type EmitFlags, emitOptions} from './emit-options.ts'
import {MigrateError} from './errors.ts'
import {routedPages} from './ledger/index.ts'
import type {RoutedPage} from './ledger/types.ts'
import {noticeText, refusalOf} from './notices.ts'
import {type PagePath, printable} from './page.ts'
import type {Project} from './project.ts'
import {type Applied, applyChanges, outcomeOf} from './publish/apply-changes.ts'
import {changeOfBlock, changesOfFiles, type FileChange, isChange} from './publish/changes.ts'
import {changesOfTree} from './publish/trees.ts'
import {planRoutes} from './routes/plan.ts'
import {readServer} from './server-situation.ts'
import type {EmitOptions, ServerConfig, ServerConfigFile, ServerEmitter} from './servers/types.ts'

/** What was emitted, and where it went. */
export interface Emitted {
  files: ServerConfigFile[]
  warnings: ServerConfig['warnings']
  /** The folders of our own that belong to it, with their files. */
  trees: {root: string; files: string[]}[]
  pages: PagePath[]
  /** Whether nothing was written because of `--dry-run` or `--check`. */
  dryRun: boolean
  /** What became of each file, or would become of it. */
  installed: Applied[]
  /** With `--check`: whether everything is there as it would be written. */
  upToDate?: boolean
}

/** The flags of the command of one server. */
export function emitFlags({name, styles, forms, fallsBack}: ServerEmitter) {
  return {
    ...(forms.length > 1
      ? {for: Flags.string({options: forms, summary: `Where the text will stand [default: ${forms[0]}]`})}
      : {}),
    ...(styles.length > 1
      ? {style: Flags.string({options: styles, summary: `How a page is routed [default: ${styles[0]}]`})}
      : {}),
    backend: Flags.string({
      helpValue: 'ADDRESS',
      summary: 'Where the backend listens for FastCGI: `unix:/path.sock` or `127.0.0.1:9100`',
    }),
    docroot: Flags.string({helpValue: 'DIR', summary: 'The document root as the web server sees it'}),
    out: Flags.string({helpValue: 'DIR', exclusive: ['into', 'stdout'], summary: 'Write the files there'}),
    into: Flags.string({
      helpValue: 'FILE',
      exclusive: ['stdout'],
      summary: 'Put the text as a managed block into this file, in place of the block that is there',
    }),
    stdout: Flags.boolean({summary: 'Print the text; what is done without `--out` and `--into`'}),
    remove: Flags.boolean({dependsOn: ['into'], summary: 'With `--into`: take the block out'}),
    check: Flags.boolean({
      exclusive: ['dry-run'],
      summary: 'With `--out` or `--into`: compare with what is there; status 1 and a diff when it differs',
    }),
    'dry-run': Flags.boolean({summary: 'With `--out` or `--into`: show what would change, write nothing'}),
    ...(fallsBack
      ? {
          fallback: Flags.boolean({
            summary: `Let PHP answer while the backend is down${name === 'apache' ? '; `--for vhost`' : ''}`,
          }),
        }
      : {}),
    ...(name === 'apache' ? apacheFlags : {}),
  }
}

const apacheFlags = {
  markers: Flags.string({helpValue: 'DIR', summary: 'The folder of marker files, for `--style marker`'}),
  maps: Flags.string({helpValue: 'DIR', summary: 'The folder of the table of pages, for `--style map`'}),
  'server-config': Flags.string({
    multiple: true,
    helpValue: 'FILE',
    summary: "The server's own configuration: its rules, modules and how PHP runs are then looked at",
  }),
  'installed-server': Flags.boolean({
    exclusive: ['server-config'],
    summary: 'The same, of the Apache that is installed here',
  }),
  transport: Flags.string({
    options: ['fastcgi', 'http'],
    summary: 'How the backend is reached; `http` is for `--style rewrite` where mod_proxy_fcgi is missing',
  }),
}

/** The command that writes the configuration of one web server. */
export abstract class EmitCommand extends BaseCommand {
  protected abstract readonly emitter: ServerEmitter

  /** From the ledger to text, and to where it belongs. */
  protected async emit(flags: EmitFlags): Promise<Emitted> {
    const project = this.project(flags)
    checkFlags(flags)
    const server =
      this.emitter.name === 'apache' ? await readServer(project, flags, this.#documentRoot(project, flags)) : undefined
    const pages = routedPages(this.ledger(project)).map((page) => ({
      ...page,
      access: [...page.access, ...(server?.protectionOf(page.path) ?? [])],
    }))
    const options = {...this.#options(project, flags), ...(server ? {server: server.situation} : {})}
    const plan = planRoutes(pages, project.config?.backends)
    const config = flags.remove ? NOTHING : this.emitter.emit(plan, options)
    for (const notice of config.warnings) this.say(noticeText(notice))
    if (config.refusals.length > 0) throw refusalOf(config.refusals)
    for (const page of pages.filter(({gone}) => gone)) this.say(goneText(page))
    const changes = changesOf(config, flags)
    const isWritten = !flags['dry-run'] && !flags.check
    const installed = isWritten ? applyChanges(changes) : changes.map(outcomeOf)
    const upToDate = !changes.some(isChange)
    await this.#print(config, flags, changes, installed)
    if (flags.check && !upToDate) this.checkSaidNo()
    const {routes} = plan
    this.say(
      `${routes.length} ${routes.length === 1 ? 'page' : 'pages'} to TypeScript · style ${options.style} · for ${options.form}`,
    )
    return {
      files: config.files,
      warnings: config.warnings,
      trees: config.trees.map(({root, files}) => ({root, files: [...files.keys()]})),
      pages: routes.map(({page}) => page),
      dryRun: !isWritten,
      installed,
      ...(flags.check ? {upToDate} : {}),
    }
  }

  #options(project: Project, flags: EmitFlags): EmitOptions {
    const docroot = this.#siteRoot(project)
    return emitOptions(this.emitter, {project, ledger: this.ledger(project), docroot, flags})
  }

  #siteRoot(project: Project): string {
    const docroot = this.docroot(project)
    if (docroot !== undefined) return docroot
    throw new MigrateError('NO_DOCROOT', 'The ledger has no site yet', 'Run `migrate scan DIR` first')
  }

  /** The document root as the server spells it. */
  #documentRoot(project: Project, flags: EmitFlags): string {
    return flags.docroot ?? project.config?.server.docroot ?? this.#siteRoot(project)
  }

  async #print(
    config: ServerConfig,
    flags: EmitFlags,
    changes: readonly FileChange[],
    installed: readonly Applied[],
  ): Promise<void> {
    if (flags.into === undefined && flags.out === undefined) {
      this.log(
        config.files
          .map(({text}) => text)
          .join('\n')
          .trimEnd(),
      )
      for (const {root, files} of config.trees)
        this.say(`${files.size} files belong into \`${root}\`: \`--out\` and \`--into\` write them`)
      return
    }
    const difference = flags.check || flags['dry-run'] ? await differenceText(changes) : ''
    if (difference !== '') this.log(difference)
    const real = installed.filter(({outcome}) => outcome !== 'unchanged')
    const shown = real.length > 0 ? real : installed.slice(0, 1)
    for (const {file, outcome} of shown.slice(0, MOST_LINES)) {
      const only = (flags['dry-run'] || flags.check) && outcome !== 'unchanged' ? 'would be ' : ''
      this.log(`${printable(file)}  ${only}${outcome}`)
    }
    if (shown.length > MOST_LINES) this.log(`… and ${shown.length - MOST_LINES} more files`)
  }
}

/** What takes our block out, whatever could be said against writing it. */
const NOTHING: ServerConfig = {files: [{name: '', text: ''}], trees: [], warnings: [], refusals: []}

/** What compares texts takes a while to load, and few runs need it. */
async function differenceText(changes: readonly FileChange[]): Promise<string> {
  const {differenceOf} = await import('./publish/difference.ts')
  return differenceOf(changes).trimEnd()
}

/** Lines about single files; ten thousand markers need not all be named. */
const MOST_LINES = 20

function checkFlags(flags: EmitFlags): void {
  const hasPlace = flags.out !== undefined || flags.into !== undefined
  if (hasPlace || !(flags.check || flags['dry-run'])) return
  throw new MigrateError(
    'USAGE',
    `\`${flags.check ? '--check' : '--dry-run'}\` needs a place to look at`,
    'Give `--into FILE` or `--out DIR`',
  )
}

function changesOf({files, trees}: ServerConfig, flags: EmitFlags): FileChange[] {
  const [first] = files
  if (flags.into === undefined && flags.out === undefined) return []
  const ours = trees.flatMap(changesOfTree)
  if (flags.out !== undefined) return [...ours, ...changesOfFiles(flags.out, files)]
  if (files.length > 1 || first === undefined)
    throw new MigrateError('USAGE', 'This configuration is several files', `Use \`--out ${dirname(flags.into ?? '')}\``)
  return [...ours, changeOfBlock(flags.into ?? '', first)]
}

function goneText({path}: RoutedPage): string {
  return `Warning PHP_FILE_GONE \`${printable(path)}\`: its PHP file disappeared. The web server looks for it when the folder is asked for: leave a file there`
}
