/** Apache httpd 2.4: a block for .htaccess, an include file for the virtual host, or what the block needs there. */
import {MigrateError} from '../../errors.ts'
import type {Notice} from '../../routes/notice.ts'
import {type EmitOptions, refused, type ServerEmitter} from '../types.ts'
import {cgi} from './cgi.ts'
import {custom} from './custom.ts'
import {files} from './files.ts'
import {type ApacheForm, htaccess, vhost, worker} from './forms.ts'
import {map} from './map.ts'
import {marker} from './marker.ts'
import {fallbackProblem} from './pool.ts'
import {proxy} from './proxy.ts'
import {quoteComment} from './quote.ts'
import {rewrite} from './rewrite.ts'
import {rewriteHttp} from './rewrite-http.ts'
import {type ApacheSite, apacheSite} from './site.ts'
import {situationRefusals, situationWarnings} from './situation.ts'
import type {ApacheStyle} from './style.ts'

const styles: Readonly<Record<string, ApacheStyle>> = {files, marker, rewrite, proxy, map, cgi, custom}
const forms: Readonly<Record<string, ApacheForm>> = {htaccess, vhost, worker}

export const apache: ServerEmitter = {
  name: 'apache',
  styles: Object.keys(styles),
  forms: Object.keys(forms),
  fallsBack: true,
  emit: ({routes, refusals}, options) => {
    const style = styleOf(options)
    const form = pick('form', forms, options.form)
    const site = apacheSite(routes, options)
    if ('code' in site) return refused([...refusals, site])
    const all = [...refusals, ...problemsOf(site, style), ...(style.refusals?.(site) ?? [])]
    if (all.length > 0) return refused(all)
    const text = style.text(site)
    return {
      files: [form(site, style, text)],
      trees: [...(text.trees ?? [])],
      warnings:
        options.form === 'worker'
          ? []
          : [...(style.warnings?.(site) ?? []), ...situationWarnings(site, style), ...poolWarnings(site, style)],
      refusals: [],
    }
  },
}

/** Over HTTP, `rewrite` is another thing. */
function styleOf(options: EmitOptions): ApacheStyle {
  const style = pick('style', styles, options.style)
  return style === rewrite && options.http !== undefined ? rewriteHttp : style
}

/** What makes a style unfit for the site or the place, whatever it would say. */
function problemsOf(site: ApacheSite, style: ApacheStyle): Notice[] {
  const fallback = fallbackProblem(site)
  return [
    ...(style.forms.includes(site.form) ? [] : [wrongForm(site, style)]),
    ...(fallback ? [fallback] : []),
    ...(style.keepsAccess ? [] : lostAccess(site)),
    ...situationRefusals(site, style),
    ...(style.canary ? [] : site.routes.filter(({canary}) => canary !== undefined).map(noCanary)),
  ]
}

function wrongForm({options}: ApacheSite, {forms}: ApacheStyle): Notice {
  return {
    code: 'FORM_OF_STYLE',
    reason: `Style \`${options.style}\` can’t stand in a ${options.form === 'vhost' ? 'virtual host' : '.htaccess'}`,
    remedy: `Use \`--for ${forms.join('` or `--for ')}\`, or another style`,
  }
}

/** Pages with a rule that is not asked any more; those of `<Location>` still are. */
function lostAccess({routes}: ApacheSite): Notice[] {
  return routes.flatMap(({page, access}) => {
    const rule = access.find(({server}) => server?.lostByProxy !== false)
    if (rule === undefined) return []
    return [
      {
        code: 'ACCESS_WOULD_BE_LOST',
        page,
        reason: `It is protected by \`${quoteComment(rule.text)}\` (${quoteComment(rule.file)}:${rule.line}), which this style does not ask: everybody would get in`,
        remedy: 'Use `--style files` or `--style marker`, which keep every access rule, or leave the page in PHP',
      },
    ]
  })
}

function noCanary({page}: ApacheSite['routes'][number]): Notice {
  return {
    code: 'CANARY_OF_STYLE',
    page,
    reason: 'It is exposed to some visitors only, and this style can’t tell visitors apart',
    remedy: 'Use another style, or `migrate done` to expose it to all',
  }
}

/** A .htaccess can't declare the pool that makes the backend fast. */
function poolWarnings({form, routes}: ApacheSite, {ownBackend}: ApacheStyle): Notice[] {
  return form === 'htaccess' && ownBackend !== false && routes.length > 0 ? [noPool] : []
}

const noPool: Notice = {
  code: 'NO_WORKER_POOL',
  reason:
    'A .htaccess can’t keep connections to the backend open: a small page came at 0.7 of the rate of PHP-FPM, with open connections at 1.4',
  remedy: 'If you can add a line to the virtual host, include there what `migrate emit-apache --for worker` writes',
}

function pick<Value>(what: 'style' | 'form', known: Readonly<Record<string, Value>>, name: string): Value {
  const found = Object.hasOwn(known, name) ? known[name] : undefined
  if (found !== undefined) return found
  const list = Object.keys(known).map((key) => `\`${key}\``)
  throw new MigrateError(`UNKNOWN_${what.toUpperCase()}`, `Apache has no ${what} \`${name}\``, `Use ${list.join(', ')}`)
}
