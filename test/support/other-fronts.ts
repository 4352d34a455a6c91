/** A private nginx, lighttpd or Caddy in front of a backend: own folder, own free port. */
import {spawnSync} from 'node:child_process'
import {chownSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {freePort} from './apache.ts'
import {makeDirectory} from './directory.ts'
import {send} from './http.ts'
import {becomesReady, type ServerProcess, startProcess} from './process.ts'
import {findProgram, type Program, serverUser} from './programs.ts'

/** A server that runs. */
export interface Front {
  port: number
  errorLog: () => string
  /** Stops it and starts it on the same port with other text in place of what it was started with. */
  restart: (text: string) => Promise<void>
  /** Asks the server itself whether it would start with that text. */
  check: (text: string) => {ok: boolean; output: string}
  /** Ends it and removes its folder. */
  stop: () => Promise<void>
}

/** How one server is told things. */
interface Kind {
  program: Program
  /** The whole configuration file around the text of a test. */
  configuration: (text: string, place: {root: string; port: number; user: string}) => string
  start: (file: string) => string[]
  check: (file: string) => string[]
}

/** nginx with these `server` blocks, and what else stands in `http`; `listen` is added to each `server {`. */
export function startNginx(servers: string): Promise<Front> {
  return start(nginx, servers)
}

const nginx: Kind = {
  program: 'nginx',
  configuration: (servers, {root, port, user}) => {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${root}/${name};`,
    )
    return `daemon off; pid ${root}/pid; error_log ${root}/error.log; user ${user}; worker_processes 1;
events { worker_connections 256; }
http { access_log off; client_max_body_size 200m; ${paths.join(' ')}
${servers.replaceAll('server {', `server { listen 127.0.0.1:${port};`)} }\n`
  },
  start: (file) => ['-c', file],
  check: (file) => ['-t', '-q', '-c', file],
}

/** lighttpd with FastCGI, SCGI and CGI, and these directives. */
export function startLighttpd(documentRoot: string, directives: string): Promise<Front> {
  return start(lighttpd(documentRoot), directives)
}

function lighttpd(documentRoot: string): Kind {
  return {
    program: 'lighttpd',
    configuration: (directives, {root, port, user}) => `server.port = ${port}
server.bind = "127.0.0.1"
server.document-root = "${documentRoot}"
server.username = "${user}"
server.errorlog = "${root}/error.log"
server.upload-dirs = ( "${root}" )
server.modules = ( "mod_rewrite", "mod_alias", "mod_access", "mod_auth", "mod_authn_file", "mod_fastcgi", "mod_scgi", "mod_cgi" )
index-file.names = ( "index.php" )
${directives}\n`,
    start: (file) => ['-D', '-f', file],
    check: (file) => ['-tt', '-f', file],
  }
}

/** Caddy with these directives in the block of one site, for every host; without its admin endpoint and without TLS. */
export function startCaddy(directives: string): Promise<Front> {
  return start(caddy, directives)
}

const caddy: Kind = {
  program: 'caddy',
  configuration: (directives, {root, port}) => `{
	admin off
	auto_https off
	log {
		output file ${root}/error.log
	}
}
:${port} {
	bind 127.0.0.1
${directives}
}
`,
  start: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  check: (file) => ['validate', '--adapter', 'caddyfile', '--config', file],
}

async function start(kind: Kind, text: string): Promise<Front> {
  const {path: root, remove} = makeDirectory(kind.program)
  const user = serverUser()
  if (user.uid !== process.getuid?.()) chownSync(root, user.uid, user.gid)
  const write = (file: string, text: string, port: number): string => {
    writeFileSync(join(root, file), kind.configuration(text, {root, port, user: user.name}))
    return join(root, file)
  }
  let {server, port} = await startOnFreePort(root, kind, (port) => write('server.conf', text, port))
  return {
    port,
    errorLog: () => readFileSync(join(root, 'error.log'), 'utf8'),
    restart: async (text) => {
      await server.stop()
      server = launch(root, kind, write('server.conf', text, port))
      if (!(await becomesReady(server, () => answers(port))))
        throw new Error(`${kind.program} did not start: ${server.output()}`)
    },
    check: (text) => {
      const file = write('check.conf', text, port)
      const {status, stdout, stderr} = spawnSync(findProgram(kind.program), kind.check(file), {
        encoding: 'utf8',
        env: {...process.env, XDG_CONFIG_HOME: root, XDG_DATA_HOME: root},
      })
      return {ok: status === 0, output: stdout + stderr}
    },
    stop: async () => {
      await server.stop()
      remove()
    },
  }
}

async function startOnFreePort(
  root: string,
  kind: Kind,
  write: (port: number) => string,
): Promise<{server: ServerProcess; port: number}> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const server = launch(root, kind, write(port))
    if (await becomesReady(server, () => answers(port))) return {server, port}
    // Between finding a free port and binding it another process may have taken it.
    if (attempt === 3) throw new Error(`${kind.program} did not start: ${server.output()}`)
  }
}

function launch(root: string, {program, start}: Kind, file: string): ServerProcess {
  // Caddy keeps certificates and its last configuration there.
  const environment = {XDG_CONFIG_HOME: root, XDG_DATA_HOME: root}
  return startProcess(root, program, findProgram(program), start(file), environment)
}

function answers(port: number): Promise<boolean> {
  return send({port}, {target: '/'})
    .then(() => true)
    .catch(() => false)
}
