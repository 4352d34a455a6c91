/** Apache in three set-ups: PHP-FPM and mod_php by `SetHandler`, and PHP-FPM by `ProxyPassMatch`. */

import {spawnSync} from 'node:child_process'
import {chmodSync} from 'node:fs'
import {join} from 'node:path'
import {applyChanges} from '../../src/publish/apply-changes.ts'
import {changeOfBlock} from '../../src/publish/changes.ts'
import {changesOfTree} from '../../src/publish/trees.ts'
import {MAIN_BACKEND, planRoutes} from '../../src/routes/plan.ts'
import {apache as emitter} from '../../src/servers/apache/emitter.ts'
import type {EmitOptions, ServerConfig} from '../../src/servers/types.ts'
import {startApache} from '../support/apache.ts'
import {writeFiles} from '../support/directory.ts'
import {startPhpFpm} from '../support/php-fpm.ts'
import {findProgram} from '../support/programs.ts'
import {apacheRules, rewritingFolders} from './apache-rules.ts'
import type {Backends, Front, RunningFront, Way} from './front.ts'
import {phpSettings} from './php-settings.ts'
import {laySite, makePlace} from './place.ts'
import {cgiSource} from './report-page.ts'
import {isPhp, type Site} from './site.ts'

const fastcgi = {backend: 'fastcgi', canary: true, areas: true} as const

const byUrl = ['alias', 'rewritten in the virtual host'] as const
const byLookAhead = [...byUrl, '% or # in the path'] as const

const sectionWays: Way[] = [
  ...['htaccess', 'htaccess, worker', 'vhost'].flatMap((form) => [
    {...fastcgi, style: 'files', form},
    {...fastcgi, style: 'marker', form},
  ]),
  {...fastcgi, style: 'rewrite', form: 'htaccess'},
  {...fastcgi, style: 'rewrite', form: 'vhost', stays: byUrl},
  {...fastcgi, style: 'map', form: 'htaccess, worker'},
  {...fastcgi, style: 'map', form: 'vhost', stays: byLookAhead},
  ...['htaccess', 'vhost'].flatMap((form): Way[] => [
    {style: 'custom', form, backend: 'fastcgi', canary: true, areas: false},
    {style: 'cgi', form, backend: 'cgi', canary: true, areas: false},
  ]),
]

const fallbackWays: Way[] = ['files', 'marker', 'rewrite', 'map'].map((style) => ({
  ...{...fastcgi, style, form: 'vhost, fallback', fallback: true},
  ...(style === 'rewrite' ? {stays: byUrl} : style === 'map' ? {stays: byLookAhead} : {}),
}))

const proxyWays: Way[] = ['vhost', 'vhost, fallback'].map((form) => ({
  ...{style: 'proxy', form, backend: 'fastcgi', canary: false, areas: true, stays: byUrl},
  ...(form === 'vhost' ? {} : {fallback: true}),
}))

export const apacheFronts: Front[] = [
  {
    name: 'apache-event-fpm',
    title: 'Apache event, PHP-FPM by SetHandler',
    server: emitter.name,
    needs: ['apache', 'php-fpm'],
    ways: [...sectionWays, ...fallbackWays],
    // The document root of this one is reached through a symbolic link and has an odd name.
    start: (folder, backends) => start({folder, backends, mpm: 'event', php: 'fpm', root: 'the site, v2 (é) #1'}),
  },
  {
    name: 'apache-prefork-module',
    title: 'Apache prefork, mod_php',
    server: emitter.name,
    needs: ['apache', 'mod_php'],
    ways: sectionWays,
    start: (folder, backends) => start({folder, backends, mpm: 'prefork', php: 'module', root: 'www'}),
  },
  {
    name: 'apache-event-proxypass',
    title: 'Apache event, PHP-FPM by ProxyPassMatch',
    server: emitter.name,
    needs: ['apache', 'php-fpm'],
    ways: proxyWays,
    start: (folder, backends) => start({folder, backends, mpm: 'event', php: 'none', root: 'www'}),
  },
]

interface Setup {
  folder: string
  backends: Backends
  mpm: 'event' | 'prefork'
  /** `none`: by `ProxyPassMatch`. */
  php: 'fpm' | 'module' | 'none'
  root: string
}

async function start({folder, backends, mpm, php, root}: Setup): Promise<RunningFront> {
  const place = {...makePlace(folder, root), cgi: join(folder, 'cgi', 'page.cgi')}
  writeFiles(folder, {'cgi/page.cgi': cgiSource})
  chmodSync(place.cgi, 0o755)
  const fpm =
    php === 'none' ? await startPhpFpm(folder, {...phpSettings, error_log: join(folder, 'php-errors.log')}) : undefined
  const around = [
    `<Directory "${place.outside}">\n  Options FollowSymLinks\n  AllowOverride All\n  Require all granted\n</Directory>`,
    `<Directory "${join(folder, 'cgi')}">\n  Options ExecCGI\n  Require all granted\n</Directory>`,
    `ScriptAlias "/host-cgi" "${place.cgi}"`,
  ].join('\n')
  const byProxy = `ProxyPassMatch "^/(.*\\.php(?:/.*)?)$" "unix:${fpm?.socket}|fcgi://localhost${place.documentRoot}/$1"\n`
  const apache = await startApache({
    ...{mpm, php, documentRoot: place.documentRoot, serverConfig: around, phpSettings},
    modules: {with: ['proxy_balancer', 'slotmem_shm', 'lbmethod_byrequests', mpm === 'event' ? 'cgid' : 'cgi']},
    virtualHostConfig: fpm ? byProxy : '',
  })
  const phpSocket = fpm?.socket ?? join(apache.root, 'php.sock')
  const phpHandler = php === 'module' ? 'application/x-httpd-php' : `proxy:unix:${phpSocket}|fcgi://localhost`
  const inForce = {server: around, virtualHost: fpm ? byProxy : ''}
  const reload = async (server: string, virtualHost: string): Promise<void> => {
    if (server === inForce.server && virtualHost === inForce.virtualHost) return
    await apache.reload({serverConfig: server, virtualHostConfig: virtualHost})
    Object.assign(inForce, {server, virtualHost})
  }
  let own = {server: around, virtualHost: ''}
  const trees = {markers: join(folder, 'markers'), maps: join(folder, 'maps')}
  const install = async (configs: readonly ServerConfig[]): Promise<void> => {
    for (const {root: tree, files} of configs.flatMap((config) => config.trees))
      applyChanges(changesOfTree({root: tree, files}))
    const files = configs.flatMap((config) => config.files)
    const block = files.find(({name}) => name === '.htaccess') ?? {text: ''}
    applyChanges([changeOfBlock(join(place.documentRoot, '.htaccess'), block)])
    const ours = files.filter(({name}) => name !== '.htaccess').map(({text}) => text)
    // Where PHP is reached by `ProxyPassMatch`, ours stands before it.
    await reload(own.server, [own.virtualHost, ...ours, fpm ? byProxy : ''].join('\n').trimStart())
  }
  return {
    port: apache.port,
    version: versionOf(),
    isModule: php === 'module',
    documentRoot: place.documentRoot,
    runs: runsPhp[php],
    lay: async (site) => {
      const rules = apacheRules(site, {...place, phpHandler})
      own = {server: `${around}\n${rules.server}`.trimEnd(), virtualHost: rules.virtualHost}
      laySite(site, place, rules.htaccess)
      await install([])
    },
    emit: (way, site, pages) => {
      const options = optionsOf(way, site)
      const plan = planRoutes(pages, way.areas ? [{name: 'area', pages: ['admin/**', 'index.php']}] : [])
      const forms = way.form === 'htaccess, worker' ? ['htaccess', 'worker'] : [way.form.replace(/,.*/, '')]
      return forms.map((form) => emitter.emit(plan, {...options, form}))
    },
    install,
    stop: async () => {
      await Promise.all([apache.stop(), fpm?.stop()])
    },
  }

  function optionsOf(way: Way, site: Site): Omit<EmitOptions, 'form'> {
    return {
      site: 'shop',
      backend: backends[MAIN_BACKEND],
      ...(way.areas ? {backends: {area: backends.area}} : {}),
      documentRoots: [place.documentRoot, place.realRoot],
      style: way.style,
      ...(way.fallback ? {fallback: true, php: `unix:${phpSocket}`} : {}),
      ...trees,
      cgi: way.form === 'vhost' ? {script: place.cgi} : {url: '/host-cgi'},
      // The style `proxy` wants to know the server; what protects pages of a site is in its own rules there.
      server: {hosts: [], modules: {}, unclear: []},
      custom: {module: 'proxy_fcgi_module', directives: [`SetHandler "proxy:${workerOf(backends.main)}"`]},
      rewriting: rewritingFolders(site),
      files: site.files,
    }
  }
}

/** PHP-FPM takes two endings only (`security.limit_extensions`); by `ProxyPassMatch` it is told the name as it stands in a URL. */
const runsPhp: Record<Setup['php'], RunningFront['runs']> = {
  fpm: (file) => /[^/]\.ph(?:ar|p)$/.test(file),
  module: isPhp,
  none: (file) => /^[A-Za-z0-9_.~/$+!*'(),;:@&=-]+\.php$/.test(file),
}

/** As a person would write it. */
function workerOf(address: string): string {
  return address.startsWith('unix:') ? `${address}|fcgi://custom` : `fcgi://${address}`
}

function versionOf(): string {
  const {stdout} = spawnSync(findProgram('apache'), ['-v'], {encoding: 'latin1'})
  return stdout.match(/Apache\/[\d.]+/)?.[0] ?? 'Apache'
}
