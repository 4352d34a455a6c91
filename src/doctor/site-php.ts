/** Runs a few lines in the site's PHP: through PHP-FPM, so with the settings and the user of the site, or by a command. */
import {spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {MigrateError} from '../errors.ts'
import {printable} from '../page.ts'
import {EMPTY_BODY} from '../runtime/input/memory-body.ts'
import {fastcgiUpstream} from '../runtime/upstream/fastcgi.ts'
import {type ParsedUpstream, parseUpstream} from '../runtime/upstream/upstream.ts'

/** A PHP that can be asked. */
export interface SitePhp {
  /** For people: `PHP-FPM at unix:/run/php.sock`. */
  name: string
  /** Runs a script, with its `<?php`; what it printed. Rejects with a MigrateError when it can't be run. */
  run(script: string): Promise<string>
}

/** How long a script may take, in milliseconds; it waits for locks. */
const TIMEOUT = 20_000

/**
 * PHP-FPM at `unix:/path` or `host:port`. The script lies in a new folder below `directory` while it runs: never in the
 * document root, where a visitor could call it.
 */
export function phpFpm(address: string, directory: string = tmpdir()): SitePhp {
  const upstream = fastcgiUpstream(parseAddress(address), TIMEOUT)
  const name = `PHP-FPM at ${printable(address)}`
  return {
    name,
    run: (script) =>
      withScript(script, directory, async (file) => {
        const parameters = new Map([
          ['GATEWAY_INTERFACE', 'CGI/1.1'],
          ['SERVER_PROTOCOL', 'HTTP/1.1'],
          ['REQUEST_METHOD', 'GET'],
          ['REQUEST_URI', '/'],
          ['SCRIPT_NAME', '/'],
          ['SCRIPT_FILENAME', file],
          ['QUERY_STRING', ''],
          ['REMOTE_ADDR', '127.0.0.1'],
        ])
        const chunks: Buffer[] = []
        try {
          const {status, body} = await upstream.ask({parameters, body: EMPTY_BODY})
          for await (const chunk of Buffer.isBuffer(body) ? [body] : body) chunks.push(chunk)
          const text = Buffer.concat(chunks).toString()
          if (status === undefined || status === 200) return text
          throw new Error(`it answers ${status} to \`${file}\`: ${printable(text.trim().slice(0, 200))}`)
        } catch (cause) {
          throw cannotRun(name, cause, (cause as {kind?: string}).kind === 'unreachable' ? NOT_THERE : NOT_READ)
        }
      }),
  }
}

const NOT_THERE = 'Give the address that stands at `listen` in its pool, and see that this user may connect to it'
const NOT_READ = 'It must be able to read that folder: give another one with `--script-dir`'

function parseAddress(address: string): ParsedUpstream {
  try {
    return parseUpstream(address)
  } catch (cause) {
    throw new MigrateError('USAGE', printable((cause as Error).message), 'See `listen` in the pool of PHP-FPM', {cause})
  }
}

/** A PHP on the command line, with a php.ini when one is named. It may be set up otherwise than that of the web server. */
export function phpCommand(binary: string, iniFile?: string): SitePhp {
  const options = iniFile === undefined ? [] : ['-c', iniFile]
  const name = [binary, ...options].map(printable).join(' ')
  return {
    name,
    run: (script) =>
      withScript(script, tmpdir(), async (file) => {
        try {
          return await outputOf(binary, [...options, file])
        } catch (cause) {
          throw cannotRun(name, cause, 'Name a PHP with `--php`, or the site’s PHP-FPM with `--fpm`')
        }
      }),
  }
}

async function withScript(script: string, parent: string, use: (file: string) => Promise<string>): Promise<string> {
  const directory = mkdtempSync(join(parent, 'migrate-doctor-'))
  try {
    // PHP-FPM usually runs as another user; there is nothing secret in the script.
    chmodSync(directory, 0o755)
    const file = join(directory, `${randomBytes(8).toString('hex')}.php`)
    writeFileSync(file, script, {mode: 0o644})
    return await use(file)
  } finally {
    rmSync(directory, {recursive: true, force: true})
  }
}

function outputOf(binary: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, parameters, {stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT})
    const output: Buffer[] = []
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk
    })
    child.once('error', reject)
    child.once('close', (status, signal) => {
      if (status === 0) resolve(Buffer.concat(output).toString())
      else reject(new Error(`it ended with ${signal ?? `status ${status}`}: ${printable(errors.trim().slice(0, 200))}`))
    })
  })
}

function cannotRun(name: string, cause: unknown, hint: string): MigrateError {
  return new MigrateError('NO_PHP', `${name} can't be asked: ${(cause as Error).message}`, hint, {cause})
}
