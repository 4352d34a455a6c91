/** How long `migrate emit-apache` takes for ten thousand pages, as a whole process. */
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {movePages, openLedger} from '../../src/ledger/index.ts'
import {scanIntoLedger} from '../../src/scan-into-ledger.ts'
import {writeFiles} from '../../test/support/directory.ts'
import {type Contestant, type Measured, measure} from '../measure.ts'
import {BIN} from './backend.ts'
import {PAGES} from './site.ts'

/** A project with a ledger in which all pages of the site are done. */
export async function makeProject(project: string, documentRoot: string): Promise<void> {
  const config = {site: {docroot: documentRoot}, backend: {fastcgi: 'unix:/run/migrate/shop.sock'}}
  const vhost = `<VirtualHost *:80>\nDocumentRoot "${documentRoot}"\n</VirtualHost>\n`
  writeFiles(project, {'migrate.config.json': JSON.stringify(config), 'vhost.conf': vhost})
  const ledger = openLedger(join(project, '.migrate/ledger.db'), {create: true})
  try {
    const actor = {who: 'bench', at: new Date().toISOString()}
    await scanIntoLedger({ledger, actor, docroot: documentRoot, exclude: []})
    movePages(ledger, PAGES, 'done', actor)
  } finally {
    ledger.close()
  }
}

/** Medians by what is run: `node`, `version`, `files`, `marker_out` (all is new), `marker_again` (nothing changes) … */
export function measureEmission(project: string, rounds: number): ReadonlyMap<string, Measured> {
  const [out, markers, maps] = ['out', 'markers', 'maps'].map((name) => join(project, name))
  const nothing = (): void => {
    for (const folder of [out, markers, maps]) rmSync(folder ?? '', {recursive: true, force: true})
  }
  const emit = (name: string, style: string, more: readonly string[] = []): Contestant => ({
    name,
    command: [
      ...([process.execPath, BIN, 'emit-apache', '--for', 'vhost', '--style', style] as [string, ...string[]]),
      ...['--markers', markers ?? '', '--maps', maps ?? '', ...more],
    ],
    cwd: project,
  })
  const into = ['--out', out ?? '']
  const written = ['files', 'marker', 'map'].flatMap((style) => [
    {...emit(`${style}_out`, style, into), before: nothing},
    emit(`${style}_again`, style, into),
  ])
  return measure(
    [
      {name: 'node', command: [process.execPath, '-e', '0']},
      {name: 'version', command: [process.execPath, BIN, '--version'], cwd: project},
      ...['files', 'marker', 'rewrite', 'map'].map((style) => emit(style, style)),
      emit('proxy', 'proxy', ['--server-config', join(project, 'vhost.conf')]),
      ...written,
    ],
    rounds,
    {memory: false},
  )
}
