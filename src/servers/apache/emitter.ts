/** Apache httpd 2.4: a block for .htaccess, an include file for the virtual host, or the connection pool alone. */
import {MigrateError} from '../../errors.ts'
import {normaliseRoots} from '../document-root.ts'
import type {ServerEmitter} from '../types.ts'
import {apacheBackend} from './backend.ts'
import {files} from './files.ts'
import {type ApacheForm, htaccess, vhost, worker} from './forms.ts'
import type {ApacheStyle} from './style.ts'

const styles: Readonly<Record<string, ApacheStyle>> = {files}
const forms: Readonly<Record<string, ApacheForm>> = {htaccess, vhost, worker}

export const apache: ServerEmitter = {
  name: 'apache',
  styles: Object.keys(styles),
  forms: Object.keys(forms),
  emit: ({routes, refusals}, options) => {
    const style = pick('style', styles, options.style)
    const form = pick('form', forms, options.form)
    const roots = normaliseRoots(options.documentRoots)
    const backend = apacheBackend(options.backend, options.site)
    if ('code' in roots) return {files: [], warnings: [], refusals: [...refusals, roots]}
    if ('code' in backend) return {files: [], warnings: [], refusals: [...refusals, backend]}
    const all = [...refusals, ...style.refusals(routes, roots)]
    if (all.length > 0) return {files: [], warnings: [], refusals: all}
    return form({
      directives: style.directives(routes, roots, backend.handler),
      pages: routes.length,
      site: options.site,
      backend,
    })
  },
}

function pick<Value>(what: 'style' | 'form', known: Readonly<Record<string, Value>>, name: string): Value {
  const found = Object.hasOwn(known, name) ? known[name] : undefined
  if (found !== undefined) return found
  const list = Object.keys(known).map((key) => `\`${key}\``)
  throw new MigrateError(`UNKNOWN_${what.toUpperCase()}`, `Apache has no ${what} \`${name}\``, `Use ${list.join(', ')}`)
}
