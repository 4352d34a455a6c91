/** The real backend with handlers for some pages of the test site, which say what they were told. */
import {join} from 'node:path'
import {type Backend, startBackend} from '../../src/runtime/index.ts'
import {writeFiles} from '../support/directory.ts'

/**
 * Starts it with its files below `root`. Each page answers with its SCRIPT_NAME, PATH_INFO, `$_GET` key `id` and REMOTE_USER.
 * @param pages pages without odd characters
 */
export async function startHandlers(
  root: string,
  documentRoot: string,
  pages: readonly string[],
): Promise<{backend: Backend; address: string}> {
  const handler = (page: string): string => `import {definePage} from 'banyan/runtime'
export default definePage({page: '${page}', session: 'none', handle({server, query}) {
  return ['${page}', server.SCRIPT_NAME, server.PATH_INFO ?? '', query.id ?? '', server.REMOTE_USER ?? ''].join('|')
}})
`
  writeFiles(join(root, 'handlers'), Object.fromEntries(pages.map((page) => [`${page}.ts`, handler(page)])))
  const address = `unix:${join(root, 'backend.sock')}`
  const backend = await startBackend({
    handlersDirectory: join(root, 'handlers'),
    documentRoot,
    listen: [{protocol: 'fastcgi', address}],
    socketMode: 0o666,
  })
  return {backend, address}
}
