/** A private nginx or lighttpd in front of a backend: own folder, own free port. */
import {chownSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {freePort} from './apache.ts'
import {makeDirectory} from './directory.ts'
import {send} from './http.ts'
import {becomesReady, startProcess} from './process.ts'
import {findProgram, serverUser} from './programs.ts'

/** A server that runs. */
export interface Front {
  port: number
  /** Ends it and removes its folder. */
  stop: () => Promise<void>
}

/** nginx with these `server` blocks; `listen` is added to each `server {`. */
export function startNginx(servers: string): Promise<Front> {
  return start('nginx', (root, port, user) => {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${root}/${name};`,
    )
    const file = join(root, 'nginx.conf')
    writeFileSync(
      file,
      `daemon off; pid ${root}/pid; error_log ${root}/error.log; user ${user}; worker_processes 1;
events { worker_connections 256; }
http { access_log off; client_max_body_size 200m; ${paths.join(' ')}
${servers.replaceAll('server {', `server { listen 127.0.0.1:${port};`)} }\n`,
    )
    return ['-c', file]
  })
}

/** lighttpd with FastCGI, SCGI and CGI, and these directives. */
export function startLighttpd(documentRoot: string, directives: string): Promise<Front> {
  return start('lighttpd', (root, port, user) => {
    const file = join(root, 'lighttpd.conf')
    writeFileSync(
      file,
      `server.port = ${port}
server.bind = "127.0.0.1"
server.document-root = "${documentRoot}"
server.username = "${user}"
server.errorlog = "${root}/error.log"
server.upload-dirs = ( "${root}" )
server.modules = ( "mod_access", "mod_fastcgi", "mod_scgi", "mod_cgi" )
index-file.names = ( "index.php" )
${directives}\n`,
    )
    return ['-D', '-f', file]
  })
}

async function start(
  program: 'nginx' | 'lighttpd',
  configure: (root: string, port: number, user: string) => string[],
): Promise<Front> {
  const {path: root, remove} = makeDirectory(program)
  const user = serverUser()
  if (user.uid !== process.getuid?.()) chownSync(root, user.uid, user.gid)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const server = startProcess(root, program, findProgram(program), configure(root, port, user.name))
    const answers = (): Promise<boolean> =>
      send({port}, {target: '/'})
        .then(() => true)
        .catch(() => false)
    if (await becomesReady(server, answers)) {
      const stop = async (): Promise<void> => {
        await server.stop()
        remove()
      }
      return {port, stop}
    }
    // Between finding a free port and binding it another process may have taken it.
    if (attempt === 3) throw new Error(`${program} did not start: ${server.output()}`)
  }
}
