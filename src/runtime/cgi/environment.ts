/** The variables of a CGI request (RFC 3875, section 4.1), from the environment of this process. */
import {readFileSync} from 'node:fs'
import type {ByteString} from '../codec.ts'

/** The environment byte for byte where the system tells it; Node alone would have replaced what is not UTF-8. */
export function readEnvironment(): Map<string, ByteString> {
  let lines: string[]
  try {
    lines = readFileSync('/proc/self/environ', 'latin1').split('\0')
  } catch {
    lines = Object.entries(process.env).map((pair) => Buffer.from(pair.join('=')).toString('latin1'))
  }
  const variables = lines.filter((line) => line.indexOf('=') > 0)
  return new Map(variables.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

/**
 * The variables as a page has them, or `undefined` when the web server did not decide that this program answers: who
 * asks for the program's own address could name any page, also one behind a password.
 *
 * Apache's `Action` gives the program's own name as SCRIPT_NAME and the page's as PATH_INFO, so they change places, as
 * in PHP's `cgi.fix_pathinfo`. Other servers name the page, and set REDIRECT_STATUS too.
 */
export function cgiVariables(environment: ReadonlyMap<string, ByteString>): Map<string, ByteString> | undefined {
  if (!environment.has('REDIRECT_STATUS')) return undefined
  const variables = new Map(environment)
  const page = environment.get('PATH_INFO')
  const file = environment.get('PATH_TRANSLATED')
  if (page === undefined || file === undefined || environment.get('REDIRECT_URL') !== page) return variables
  for (const name of ['SCRIPT_NAME', 'SCRIPT_FILENAME', 'PATH_INFO', 'PATH_TRANSLATED']) {
    const value = environment.get(name)
    if (value !== undefined) variables.set(`ORIG_${name}`, value)
    variables.delete(name)
  }
  return variables.set('SCRIPT_NAME', page).set('SCRIPT_FILENAME', file)
}
