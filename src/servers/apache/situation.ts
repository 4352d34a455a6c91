/** What Apache's own configuration means for a style and a form: refusals and warnings. */
import type {Notice} from '../../routes/notice.ts'
import type {HostSituation, ServerSituation} from '../types.ts'
import {BALANCER_MODULES} from './pool.ts'
import type {ApacheSite} from './site.ts'
import {type ApacheStyle, modulesOf} from './style.ts'

/** Why the style can't work, or would do harm, on this server. Without knowledge of it only a style that needs it refuses. */
export function situationRefusals(site: ApacheSite, style: ApacheStyle): Notice[] {
  const {server} = site.options
  // What takes pages back to PHP is never refused.
  if (site.routes.length === 0) return []
  if (server === undefined) return style.keepsAccess ? [] : [needsServer(site)]
  return [
    ...(style.keepsAccess ? [] : server.unclear.slice(0, 1).map(unclear)),
    ...missingModules(site, style, server),
    ...server.hosts.flatMap((host) => [
      ...phpWiringProblem(site, style, host),
      ...(site.form === 'htaccess' ? htaccessProblem(style, host) : []),
      ...(style.rewrites ? replacedProblem(site, host) : []),
    ]),
  ]
}

/** What can't be known, or can be and has a price. */
export function situationWarnings(site: ApacheSite, style: ApacheStyle): Notice[] {
  const {server} = site.options
  if (server === undefined) return style.rewrites ? mayBeReplaced(site) : []
  if (server.hosts.length === 0) return [noHost(site)]
  return server.hosts.filter(({php}) => php.how === 'proxy-pass' && php.certainty !== true).map(maybeProxied)
}

function needsServer({options}: ApacheSite): Notice {
  return {
    code: 'SERVER_CONFIG_NEEDED',
    reason: `Style \`${options.style}\` answers before access control is asked, and the rules of the server's own files are not known`,
    remedy:
      'Give `--server-config FILE` (all of the configuration, such as `/etc/apache2/apache2.conf`), or `--installed-server`',
  }
}

function unclear(problem: string): Notice {
  return {
    code: 'SERVER_CONFIG_UNCLEAR',
    reason: `Not everything in the server's configuration is understood, so a rule that protects a page could be lost: ${problem}`,
    remedy: '`migrate server` lists it all; use another style, or simplify the lines',
  }
}

/** The sections are guarded, so nothing breaks without the module; but nothing is routed either. */
function missingModules(site: ApacheSite, style: ApacheStyle, server: ServerSituation): Notice[] {
  const needed = [...modulesOf(site, style), ...(site.options.fallback ? BALANCER_MODULES : [])]
  return needed
    .map((name) => name.replace(/_module$/, ''))
    .filter((name) => server.modules[name] === false)
    .map((name) => ({
      code: 'MODULE_MISSING',
      reason: `Apache does not have mod_${name}, without which PHP goes on answering`,
      remedy: `Load it (Debian: \`a2enmod ${name}\`), or use another style`,
    }))
}

function phpWiringProblem({options}: ApacheSite, style: ApacheStyle, host: HostSituation): Notice[] {
  const {how, certainty, at} = host.php
  if (how !== 'proxy-pass' || certainty !== true || !style.keepsAccess) return []
  return [
    {
      code: 'PHP_BY_PROXY_PASS',
      reason: `${host.name} reaches PHP by ProxyPass (${at}): Apache asks no handler and no .htaccess there, so style \`${options.style}\` has no effect`,
      remedy: 'Use `--style proxy --for vhost`, or wire PHP by `<FilesMatch>` and `SetHandler` first',
    },
  ]
}

function htaccessProblem(style: ApacheStyle, {name, override}: HostSituation): Notice[] {
  if (override.fileInfo !== false || (style.rewrites && override.rewriting === true)) return []
  const effect = override.isRead
    ? 'answers 500 to every request below, static files too'
    : 'does not read the .htaccess, so the block has no effect'
  return [
    {
      code: 'OVERRIDE_FORBIDDEN',
      reason: `${name} does not allow FileInfo in a .htaccess (${override.at}): Apache ${effect}`,
      remedy: 'Set `AllowOverride FileInfo` for the document root, or use `--for vhost`',
    },
  ]
}

/** mod_rewrite: the rules of a .htaccess take the place of those of the folder's `<Directory>`. */
function replacedProblem(site: ApacheSite, {name, rewriteInDirectory}: HostSituation): Notice[] {
  if (rewriteInDirectory === undefined || !startsRewriting(site)) return []
  return [
    {
      code: 'RULES_WOULD_BE_REPLACED',
      reason: `${name} has rewrite rules in a \`<Directory>\` (${rewriteInDirectory}), which Apache would no longer apply once rules stand in the .htaccess`,
      remedy: 'Use `--style files` or `--style marker`, or this style with `--for vhost`',
    },
  ]
}

/** Whether our rules would be the first in the .htaccess of the document root. */
function startsRewriting({form, options}: ApacheSite): boolean {
  return form === 'htaccess' && !(options.rewriting ?? []).includes('')
}

function mayBeReplaced(site: ApacheSite): Notice[] {
  if (!startsRewriting(site)) return []
  return [
    {
      code: 'RULES_MAY_BE_REPLACED',
      reason:
        'The .htaccess of the document root has no rewrite rules yet; if the `<Directory>` of the server’s configuration has some, Apache no longer applies them once this block is there',
      remedy:
        'Give `--server-config FILE` or `--installed-server`, then that is looked at; or use `--style files` or `--style marker`',
    },
  ]
}

function noHost({roots}: ApacheSite): Notice {
  return {
    code: 'NO_HOST',
    reason: `No virtual host of the server has the document root \`${roots[0] ?? ''}\``,
    remedy: 'Check `server.docroot`: it is the path as the server spells it',
  }
}

function maybeProxied({name, php}: HostSituation): Notice {
  return {
    code: 'PHP_MAY_BE_PROXIED',
    reason: `${name} may reach PHP by ProxyPass (${php.at}); where it does, only style \`proxy\` has an effect`,
    remedy: '`migrate server` shows the line',
  }
}
