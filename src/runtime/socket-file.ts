/** Who may connect to a UNIX socket. */
import {readFileSync} from 'node:fs'

/** Mode and owner of a socket file. */
export interface SocketFile {
  mode: number
  /** The user that starts the backend when absent. */
  owner?: {uid: number; gid: number}
}

/**
 * `USER`, `USER:GROUP` or `:GROUP`, by name or number; the group of a user alone is his own.
 *
 * @throws RangeError for an account that this machine does not have
 */
export function findOwner(text: string): {uid: number; gid: number} {
  const [user = '', group, ...rest] = text.split(':')
  if (rest.length > 0 || (user === '' && !group)) throw new RangeError(`\`${text}\` is not \`USER\` or \`USER:GROUP\``)
  const account = user === '' ? undefined : entryOf('/etc/passwd', user)
  const uid = user === '' ? -1 : idOf(account?.[2] ?? user, `user \`${user}\``)
  if (!group) return {uid, gid: account === undefined ? -1 : Number(account[3])}
  return {uid, gid: idOf(entryOf('/etc/group', group)?.[2] ?? group, `group \`${group}\``)}
}

/** The fields of an account, by name or number. */
function entryOf(file: string, name: string): string[] | undefined {
  const entries = readFileSync(file, 'utf8').split('\n')
  const fields = entries.map((line) => line.split(':'))
  return fields.find(([each]) => each === name) ?? fields.find((each) => each.length > 2 && each[2] === name)
}

function idOf(text: string, what: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new RangeError(`There is no ${what} in /etc: give its number`)
  return Number(text)
}
