/** `$_SERVER` as PHP-FPM gives it. */
import {PhpArray} from '../../php/array.ts'
import type {ByteString, Codec} from '../codec.ts'
import {type PhpInput, registerVariable} from './variables.ts'

/** A request's CGI variables (RFC 3875) in the order in which the web server sent them. */
export type CgiParameters = ReadonlyMap<string, ByteString>

/** A value of `$_SERVER`: text, but for `REQUEST_TIME` and `REQUEST_TIME_FLOAT`. */
export type ServerValue = PhpInput | number

/**
 * `$_SERVER`: the parameters, last one first as PHP-FPM has them, then what PHP adds. `HTTP_PROXY` is left out
 * (CVE-2016-5385).
 */
export function serverVariables(parameters: CgiParameters, codec: Codec, time: number): PhpArray<ServerValue> {
  const variables = PhpArray.from<ServerValue>([])
  const registration = {codec, maxInputNestingLevel: 64}
  for (const [name, value] of [...parameters].reverse()) {
    if (name === 'HTTP_PROXY') continue
    // Few names need PHP's mangling; `SERVER_NAME` and the like are keys as they are.
    if (/^[A-Z_]+$/.test(name)) variables.set(name, codec.decodeByteString(value))
    else registerVariable(variables, name, codec.decodeByteString(value) as ServerValue, registration)
  }
  const scriptName = parameters.get('SCRIPT_NAME') ?? ''
  variables.set('PHP_SELF', codec.decodeByteString(scriptName + (parameters.get('PATH_INFO') ?? '')))
  for (const [name, value] of authentication(parameters.get('HTTP_AUTHORIZATION') ?? '')) {
    variables.set(name, codec.decodeByteString(value))
  }
  variables.set('REQUEST_TIME_FLOAT', time)
  variables.set('REQUEST_TIME', Math.trunc(time))
  return variables
}

/** `PHP_AUTH_USER` and its like from an `Authorization` header; PHP leaves out an empty password. */
function authentication(header: ByteString): [name: string, value: ByteString][] {
  const [, scheme = '', rest = ''] = /^(basic|digest) (.*)$/is.exec(header) ?? []
  if (scheme.toLowerCase() === 'digest') return [['PHP_AUTH_DIGEST', rest]]
  const credentials = Buffer.from(rest, 'base64').toString('latin1')
  const colon = credentials.indexOf(':')
  if (colon < 0) return []
  const [user = ''] = credentials.slice(0, colon).split('\0')
  const [password = ''] = credentials.slice(colon + 1).split('\0')
  return [['PHP_AUTH_USER', user], ...(password === '' ? [] : [['PHP_AUTH_PW', password] as [string, string]])]
}
