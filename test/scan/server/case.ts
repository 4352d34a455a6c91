/** A configuration of the `cases` folder, laid out in a folder of its own as it would be on a server. */
import {cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {onTestFinished} from 'vitest'
import {makeDirectory} from '../../support/directory.ts'

export interface Case {
  /** What `@ROOT@` stands for. */
  root: string
  /** What `@SITE@` stands for: a document root that is there. */
  site: string
}

export function layOut(name: string): Case {
  const {path, remove} = makeDirectory('server-case')
  onTestFinished(remove)
  const [root, site] = [join(path, 'etc'), join(path, 'site')]
  mkdirSync(site)
  cpSync(fileURLToPath(new URL(`cases/${name}`, import.meta.url)), root, {recursive: true})
  for (const entry of readdirSync(root, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('@ROOT@', root).replaceAll('@SITE@', site))
  }
  return {root, site}
}
