/** The folders that a front serves, and the files of a site in them. */
import {createHash} from 'node:crypto'
import {mkdirSync, rmSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {writeFiles} from '../support/directory.ts'
import {pageSource, reporterSource} from './report-page.ts'
import type {Site} from './site.ts'

export interface Place {
  /** A symbolic link to the folder with the files. */
  documentRoot: string
  realRoot: string
  /** What an alias may show. */
  outside: string
  /** `bob:secret`, as `htpasswd` writes it. */
  passwords: string
  /** What every page includes. */
  reporter: string
}

/** Makes the folders below a folder of the front's own; `root` is the name of the document root. */
export function makePlace(folder: string, root: string): Place {
  const place = {
    documentRoot: join(folder, root),
    realRoot: join(folder, 'real'),
    outside: join(folder, 'outside'),
    passwords: join(folder, 'passwords'),
    reporter: join(folder, 'reporter.php'),
  }
  for (const path of [place.realRoot, place.outside]) mkdirSync(path, {recursive: true})
  symlinkSync('real', place.documentRoot)
  writeFiles(folder, {
    passwords: `bob:{SHA}${createHash('sha1').update('secret').digest('base64')}\n`,
    'reporter.php': reporterSource,
  })
  return place
}

/** Puts the files of a site in place of those before; `htaccess` has the text of each .htaccess by folder. */
export function laySite(
  {files, links, outside}: Site,
  place: Pick<Place, 'realRoot' | 'outside' | 'reporter'>,
  htaccess: ReadonlyMap<string, string> = new Map(),
): void {
  for (const folder of [place.realRoot, place.outside]) {
    rmSync(folder, {recursive: true, force: true, maxRetries: 5})
    mkdirSync(folder)
  }
  const source = pageSource(place.reporter)
  const contents = (file: string): string => (/\.ph|\.inc$|^[^.]*$/i.test(file) ? source : `static: ${file}\n`)
  for (const file of files) writeFiles(place.realRoot, {[file]: contents(file)})
  for (const file of outside) writeFiles(place.outside, {[file]: contents(file)})
  for (const {path, target} of links) symlinkSync(target, join(place.realRoot, path))
  for (const [folder, text] of htaccess) writeFiles(place.realRoot, {[join(folder, '.htaccess')]: text})
}
