/** Writes `oclif.manifest.json` for the package, so that the installed tool knows its commands without loading them. */
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Plugin} from '@oclif/core/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => JSON.parse(readFileSync(root + file, 'utf8'))

const plugin = new Plugin({
  root,
  type: 'core',
  isRoot: true,
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
  pjson: {...read('package.json'), oclif: read('.oclifrc.json')},
} as never)
await plugin.load()
if (plugin.commandIDs.length === 0) throw new Error('No commands found in dist/: run `npm run build` first')
writeFileSync(`${root}oclif.manifest.json`, JSON.stringify(plugin.manifest))
