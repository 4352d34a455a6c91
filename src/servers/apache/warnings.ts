import type {Notice} from '../../routes/notice.ts'

/** From here on, reading .htaccess at every request is felt. */
const MANY_PAGES = 10

/** What a block in .htaccess costs, for so many pages. The figures were measured on Apache 2.4. */
export function htaccessWarnings(pages: number): Notice[] {
  if (pages === 0) return []
  return pages < MANY_PAGES ? [noPool] : [manyPages(pages), noPool]
}

const noPool: Notice = {
  code: 'NO_WORKER_POOL',
  reason:
    'A .htaccess can’t keep connections to the backend open: a small page came at 0.7 of the rate of PHP-FPM, with open connections at 1.4',
  remedy: 'If you can add a line to the virtual host, include there what `migrate emit-apache --for worker` writes',
}

function manyPages(pages: number): Notice {
  return {
    code: 'HTACCESS_MANY_PAGES',
    reason: `Apache reads the ${pages} sections again for every request, static files too: with 10 it served static files at 0.6 of its speed, with 100 at 0.16, with 1000 at 0.01`,
    remedy: 'Use `migrate emit-apache --for vhost`, which is read once',
  }
}
