/** The backend of the routing benchmark: `migrate serve` as in production, with handlers for the pages asked for. */
import {connect} from 'node:net'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {writeFiles} from '../../test/support/directory.ts'
import {becomesReady, type ServerProcess, startProcess} from '../../test/support/process.ts'
import {askedPage, PAGE_TEXT, SIZES, TYPESCRIPT} from './site.ts'

/** The command line as it was built. */
export const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** Starts it on a UNIX socket, with its project below `root`. */
export async function startBackend(root: string, socket: string): Promise<ServerProcess> {
  const project = join(root, 'backend')
  const handler = (page: string): string =>
    `import {definePage} from 'banyan/runtime'\nexport default definePage({page: '${page}', session: 'none', handle: () => ${JSON.stringify(PAGE_TEXT + TYPESCRIPT)}})\n`
  writeFiles(project, {
    'migrate.config.json': JSON.stringify({site: {docroot: '../www'}}),
    ...Object.fromEntries(SIZES.map(askedPage).map((page) => [`handlers/${page}.ts`, handler(page)])),
  })
  const config = join(project, 'migrate.config.json')
  const options = ['serve', '--quiet', '--config', config, '--fastcgi', `unix:${socket}`, '--socket-mode', '666']
  const backend = startProcess(root, 'backend', process.execPath, [BIN, ...options])
  if (await becomesReady(backend, () => accepts(socket))) return backend
  throw new Error(`The backend did not start: ${backend.output()}`)
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
