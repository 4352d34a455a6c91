/**
 * Style `files`: one exact section a page, in the .htaccess of the document root or in the virtual host.
 *
 * `<FilesMatch>` alone would catch the name in every folder below; the `<If>` in it compares the whole path, and wins
 * over any `<Files>`, `<FilesMatch>` or `<Location>` of the site that names PHP's handler. Access rules stay in force:
 * `SetHandler` chooses who answers, not who may ask.
 */
import type {Notice} from '../../routes/notice.ts'
import type {Route} from '../../routes/plan.ts'
import {quoteComment, quoteRegex} from './quote.ts'
import type {ApacheStyle} from './style.ts'

export const files: ApacheStyle = {
  directives: (routes, documentRoots, handler) => {
    const root = alternatives(documentRoots)
    return routes.flatMap((route) => section(route, root, handler))
  },
  refusals: (routes, documentRoots) => {
    const root = alternatives(documentRoots)
    return routes.filter((route) => section(route, root, '').some(isTooLong)).map(tooLong)
  },
}

function section({file}: Route, root: string, handler: string): string[] {
  return [
    `  # /${quoteComment(file)}`,
    `  <FilesMatch "^${quoteRegex(file.slice(file.lastIndexOf('/') + 1))}$">`,
    `    <If "%{REQUEST_FILENAME} =~ m#^${root}/${quoteRegex(file)}$#">`,
    `      SetHandler "${handler}"`,
    // mod_proxy_fcgi keeps the password to itself; mod_php gives it to the page, as do most PHP-FPM set-ups.
    '      <IfModule setenvif_module>',
    '        SetEnvIfNoCase ^Authorization$ "(.+)" HTTP_AUTHORIZATION=$1',
    '      </IfModule>',
    '    </If>',
    '  </FilesMatch>',
  ]
}

function alternatives(documentRoots: readonly string[]): string {
  const roots = documentRoots.map(quoteRegex)
  return roots.length === 1 ? roots.join('') : `(?:${roots.join('|')})`
}

/** The longest line that Apache reads, line end included; one longer line in a .htaccess, and everything is a 500. */
const LONGEST_LINE = 8192

function isTooLong(line: string): boolean {
  return line.length + '\r\n'.length > LONGEST_LINE
}

function tooLong({page}: Route): Notice {
  return {
    code: 'LINE_TOO_LONG',
    page,
    reason: `The path takes a line of more than ${LONGEST_LINE} bytes, the longest that Apache reads`,
    remedy: 'Give the page or its folders shorter names',
  }
}
