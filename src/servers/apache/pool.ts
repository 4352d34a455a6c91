/** Connections to the backend that stay open, and who answers while it is down. */
import type {Notice} from '../../routes/notice.ts'
import {type ApacheBackend, apacheBackend} from './backend.ts'
import type {ApacheSite} from './site.ts'

/** Modules that a balancer needs beside mod_proxy. */
export const BALANCER_MODULES = ['proxy_balancer_module', 'slotmem_shm_module', 'lbmethod_byrequests_module']

/** The workers of all backends, for the virtual host. */
export function pools(site: ApacheSite): string[] {
  const {php} = site.options
  const standby = site.options.fallback && php !== undefined ? apacheBackend(php, `${site.name}-php`) : undefined
  return [...site.backends.values()].flatMap((backend) =>
    standby && !('code' in standby) ? balancer(backend, standby) : pool(backend),
  )
}

/** Why PHP can't stand in; `undefined` when it can, or need not. */
export function fallbackProblem(site: ApacheSite): Notice | undefined {
  const {fallback, php, form} = site.options
  if (!fallback) return undefined
  if (form === 'htaccess') {
    return {
      code: 'FALLBACK_IN_HTACCESS',
      reason: 'A .htaccess can’t declare who stands in while the backend is down',
      remedy: 'Use `--for vhost`',
    }
  }
  if (php === undefined) {
    return {
      code: 'FALLBACK_WITHOUT_PHP',
      reason: 'PHP can only stand in where it is reached over FastCGI, and no address of it is configured',
      remedy: 'Set `legacy.fastcgi`, such as `unix:/run/php/php8.2-fpm.sock`',
    }
  }
  const address = apacheBackend(php, `${site.name}-php`)
  return 'code' in address ? address : undefined
}

/**
 * Apache leaves a worker in the error state alone for a minute unless `retry` says otherwise (ProxyPass, "retry"); with
 * 0 a restarted backend is in use from its first moment. `ProxySet`, because parameters of `<Proxy>` itself are refused
 * for an IPv6 address: its brackets look like a pattern.
 */
function pool({worker}: ApacheBackend): string[] {
  return [`  <Proxy "${worker}">`, '    ProxySet enablereuse=on max=20 retry=0', '  </Proxy>']
}

/**
 * PHP is the hot standby (`status=+H`): asked only while the backend can't be reached. Connections to it are not kept,
 * since each would hold one of its processes.
 */
function balancer(backend: ApacheBackend, standby: ApacheBackend): string[] {
  return [
    `  <Proxy "${backend.balancer}">`,
    `    BalancerMember "${backend.worker}" enablereuse=on max=20 retry=1`,
    `    BalancerMember "${standby.worker}" status=+H`,
    '  </Proxy>',
  ]
}
