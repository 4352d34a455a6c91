/** A connection to Redis through `@redis/client`, which is loaded when a site keeps its sessions there. */
import type {RedisPath} from './redis-path.ts'

/** Sends a command; a text that Redis has comes as its bytes. */
export type RedisCommand = (...command: readonly (string | Buffer)[]) => Promise<unknown>

/** One connection for all requests, made at the first command and again after it broke. */
export interface RedisConnection {
  send: RedisCommand
  close(): Promise<void>
}

interface Client {
  send: RedisCommand
  destroy(): void
}

/** A connection to a server. A command rejects when the server can't be reached or refuses it. */
export function redisConnection(path: RedisPath): RedisConnection {
  let current: Promise<Client> | undefined
  const forget = (): void => {
    current = undefined
  }
  return {
    async send(...command) {
      current ??= connect(path, forget)
      const {send} = await current
      return send(...command)
    },
    async close() {
      const client = await current?.catch(() => undefined)
      forget()
      client?.destroy()
    },
  }
}

async function connect({socket, connectTimeout, ...login}: RedisPath, forget: () => void): Promise<Client> {
  try {
    const {createClient, RESP_TYPES} = await loadDriver()
    const {username, password, database} = login
    const client = createClient({
      // A command for a server that is away fails, and the next one connects again.
      socket: {...socket, reconnectStrategy: false, ...(connectTimeout === undefined ? {} : {connectTimeout})},
      disableOfflineQueue: true,
      database,
      ...(username === undefined ? {} : {username}),
      ...(password === undefined ? {} : {password}),
    })
    client.on('error', forget)
    client.on('end', forget)
    await client.connect()
    const typeMapping = {[RESP_TYPES.BLOB_STRING]: Buffer}
    return {send: (...command) => client.sendCommand(command, {typeMapping}), destroy: () => client.destroy()}
  } catch (cause) {
    forget()
    throw new Error(`No Redis for the sessions: ${(cause as Error).message}`, {cause})
  }
}

async function loadDriver(): Promise<typeof import('@redis/client')> {
  try {
    return await import('@redis/client')
  } catch (cause) {
    throw new Error('sessions in Redis need the package `@redis/client`: npm install @redis/client', {cause})
  }
}
