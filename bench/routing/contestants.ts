/** What is compared: every style of Apache in every form that it has, with so many pages moved. */
import {planRoutes} from '../../src/routes/plan.ts'
import {apache} from '../../src/servers/apache/emitter.ts'
import type {ServerTree} from '../../src/servers/types.ts'
import {PAGES, SIZES} from './site.ts'

/** A site on an Apache of its own words: ours, or without any. */
export interface Contestant {
  /** `files_vhost_1000`, or the site without our configuration: `empty_vhost`. */
  name: string
  /** How many pages have moved. */
  size: number
  /** What stands in the virtual host. */
  server: string
  /** What stands in the .htaccess; absent: Apache looks for none (`AllowOverride None`). */
  htaccess?: string
  /** Whether PHP is reached by `ProxyPassMatch`, as style `proxy` is for. */
  proxyPass: boolean
  /** Folders that Apache looks things up in. */
  trees: readonly ServerTree[]
  /** So slow that one sample says all. */
  hopeless: boolean
}

/** A style in a form, by the number of moved pages, with the same site without our configuration. */
export interface Group {
  /** `files_vhost`. */
  name: string
  empty: Contestant
  contestants: readonly Contestant[]
}

/** Where things are on this machine. */
export interface Places {
  documentRoot: string
  /** Where the backend listens. */
  backend: string
  /** For markers and tables, a folder each. */
  folder: string
}

const STYLES = [
  ['files', 'htaccess'],
  ['marker', 'htaccess'],
  ['rewrite', 'htaccess'],
  ['map', 'htaccess'],
  ['files', 'vhost'],
  ['marker', 'vhost'],
  ['rewrite', 'vhost'],
  ['map', 'vhost'],
  ['proxy', 'vhost'],
] as const

/** All groups, those with the same empty site beside each other. */
export function groups(places: Places): Group[] {
  const nothing = {size: 0, server: '', trees: [], proxyPass: false, hopeless: false}
  const htaccess: Contestant = {...nothing, name: 'empty_htaccess', htaccess: ''}
  const vhost: Contestant = {...nothing, name: 'empty_vhost'}
  const proxyPass: Contestant = {...nothing, name: 'empty_proxypass', proxyPass: true}
  return STYLES.map(([style, form]) => ({
    name: `${style}_${form}`,
    empty: form === 'htaccess' ? htaccess : style === 'proxy' ? proxyPass : vhost,
    contestants: SIZES.map((size) => contestant(style, form, size, places)),
  }))
}

function contestant(style: string, form: 'htaccess' | 'vhost', size: number, places: Places): Contestant {
  const name = `${style}_${form}_${size}`
  const text = (form: string): {text: string; trees: readonly ServerTree[]} => {
    const {files, trees, refusals} = apache.emit(
      planRoutes(PAGES.slice(0, size).map((path) => ({path, exposure: 'typescript'}))),
      {
        site: name.replaceAll('_', '-'),
        backend: places.backend,
        documentRoots: [places.documentRoot],
        markers: `${places.folder}/markers-${size}`,
        maps: `${places.folder}/maps-${size}`,
        server: {hosts: [], modules: {}, unclear: []},
        style,
        form,
      },
    )
    if (refusals.length > 0) throw new Error(`${name} is refused: ${refusals[0]?.reason}`)
    return {text: files[0]?.text ?? '', trees}
  }
  const {text: block, trees} = text(form)
  return {
    name,
    size,
    // What stands in a .htaccess has its pool of connections in the virtual host, as its users are told.
    ...(form === 'htaccess' ? {htaccess: block, server: text('worker').text} : {server: block}),
    trees,
    proxyPass: style === 'proxy',
    hopeless: form === 'htaccess' && size >= 10_000 && (style === 'files' || style === 'rewrite'),
  }
}
