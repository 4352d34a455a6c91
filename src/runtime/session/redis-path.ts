/** `session.save_path` of the `redis` store, as phpredis reads it. */

/** A Redis server and what sessions are called there. */
export interface RedisPath {
  socket: {path: string} | {host: string; port: number}
  username?: string
  password?: string
  database: number
  /** Before each identifier. */
  prefix: string
  /** How long connecting may take, in milliseconds; `undefined` for no limit of our own. */
  connectTimeout?: number
}

const DEFAULT_PREFIX = 'PHPREDIS_SESSION:'

/** Accepted; they change nothing here, where one connection stays open and one server has all the weight. */
const WITHOUT_EFFECT = ['persistent', 'persistent_id', 'weight', 'retry_interval', 'read_timeout']

/**
 * Reads `tcp://host:port?…` or `unix:///path?…`. Throws a RangeError for several servers, for TLS, and for a parameter
 * that phpredis does not have.
 */
export function parseRedisPath(savePath: string): RedisPath {
  const refuse = (why: string): never => {
    // Without the query, which may hold a password.
    throw new RangeError(`The session save path \`${savePath.split('?', 1)[0]}\` cannot be used: ${why}`)
  }
  if (/[\s,]/.test(savePath.trim())) refuse('sessions on several Redis servers are not supported')
  const [, scheme = '', place = '', query = ''] = /^([a-z]+):\/\/([^?]*)(?:\?(.*))?$/is.exec(savePath.trim()) ?? []
  const socket =
    scheme === 'unix' && place.startsWith('/') ? {path: place} : scheme === 'tcp' ? tcpSocket(place) : undefined
  if (socket === undefined) return refuse('it is `tcp://host:port` or `unix:///path/of/redis.sock`')
  const parameters = new URLSearchParams(query)
  const authentication = [...parameters].flatMap(([name, value]) => (/^auth(\[.*\])?$/.test(name) ? [value] : []))
  for (const name of parameters.keys()) {
    const isKnown = ['database', 'prefix', 'timeout', ...WITHOUT_EFFECT].includes(name) || /^auth(\[.*\])?$/.test(name)
    if (!isKnown) refuse(`there is no parameter \`${name}\``)
  }
  const database = Number(parameters.get('database') ?? 0)
  if (!Number.isInteger(database) || database < 0) refuse('`database` is a number')
  const timeout = Number(parameters.get('timeout') ?? 0)
  const [first, second] = authentication
  return {
    socket,
    database,
    prefix: parameters.get('prefix') ?? DEFAULT_PREFIX,
    ...(timeout > 0 ? {connectTimeout: timeout * 1000} : {}),
    ...(second === undefined ? {} : {username: first ?? ''}),
    ...(first === undefined ? {} : {password: second ?? first}),
  }
}

function tcpSocket(place: string): {host: string; port: number} | undefined {
  const [, bracketed, plain, port = '6379'] = /^(?:\[([0-9a-f:.]+)\]|([^:/[\]]+))(?::(\d+))?\/?$/i.exec(place) ?? []
  const host = bracketed ?? plain
  return host === undefined ? undefined : {host, port: Number(port)}
}
