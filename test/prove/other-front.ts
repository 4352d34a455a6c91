/** What nginx, lighttpd and Caddy have in common in the proof: one configuration file, PHP by PHP-FPM, a start for each. */
import {spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {MAIN_BACKEND, planRoutes} from '../../src/routes/plan.ts'
import type {ServerConfig, ServerEmitter} from '../../src/servers/types.ts'
import type {Front as RunningServer} from '../support/other-fronts.ts'
import {startPhpFpm} from '../support/php-fpm.ts'
import {findProgram, type Program} from '../support/programs.ts'
import type {Front} from './front.ts'
import {phpSettings} from './php-settings.ts'
import {laySite, makePlace, type Place} from './place.ts'
import type {Site} from './site.ts'

/** How one of them differs. */
interface OtherFront extends Omit<Front, 'server' | 'needs' | 'start'> {
  program: Program
  emitter: ServerEmitter
  startServer: (documentRoot: string, text: string) => Promise<RunningServer>
  /**
   * The site's configuration in the server's words.
   * @param php where PHP-FPM listens, as `unix:/…`
   * @param emitted what was emitted, to be put where its header says
   */
  configure: (site: Site, place: Place, php: string, emitted: string | undefined) => string
  /** Whether a file of that name is run by PHP. */
  runs: (file: string) => boolean
  /** The option by which the program says its version. */
  versionOption: string
}

const noSite: Site = {files: [], links: [], rules: [], outside: []}

/** A front of the proof; its document root is reached through a symbolic link and has an odd name. */
export function otherFront({
  program,
  emitter,
  startServer,
  configure,
  runs,
  versionOption,
  ...front
}: OtherFront): Front {
  return {
    ...front,
    server: emitter.name,
    needs: [program, 'php-fpm'],
    start: async (folder, backends) => {
      const place = makePlace(folder, 'the site, v2 (é) #1')
      const fpm = await startPhpFpm(folder, {...phpSettings, error_log: join(folder, 'php-errors.log')})
      const php = `unix:${fpm.socket}`
      let own = noSite
      let inForce = configure(own, place, php, undefined)
      const server = await startServer(place.documentRoot, inForce)
      const install = async (configs: readonly ServerConfig[]): Promise<void> => {
        const text = configure(own, place, php, configs[0]?.files[0]?.text)
        if (text === inForce) return
        await server.restart(text)
        inForce = text
      }
      return {
        port: server.port,
        version: versionOf(program, versionOption),
        isModule: false,
        documentRoot: place.documentRoot,
        runs,
        lay: async (site) => {
          own = site
          laySite(site, place)
          await install([])
        },
        emit: (way, site, pages) => [
          emitter.emit(planRoutes(pages, [{name: 'area', pages: ['admin/**', 'index.php']}]), {
            site: 'shop',
            backend: backends[MAIN_BACKEND],
            backends: {area: backends.area},
            documentRoots: [place.documentRoot, place.realRoot],
            php,
            style: way.style,
            form: way.form.replace(/,.*/, ''),
            ...(way.fallback ? {fallback: true} : {}),
            files: site.files,
          }),
        ],
        install,
        stop: async () => {
          await Promise.all([server.stop(), fpm.stop()])
        },
      }
    },
  }
}

function versionOf(program: Program, option: string): string {
  const {stdout, stderr} = spawnSync(findProgram(program), [option], {encoding: 'latin1'})
  return `${program}/${(stdout + stderr).match(/\d+\.[\d.]+/)?.[0] ?? ''}`
}
