/** A backend in a process of its own, as in production: `node serve.ts '<options as JSON>'`. */
import {startBackend} from '../../../src/runtime/index.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as Parameters<typeof startBackend>[0]
const log = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const backend = await startBackend({...options, accessLog: log, errorLog: log})
log(`listening ${backend.addresses.join(' ')}`)
log(`problems ${JSON.stringify(await backend.check())}`)
process.on('SIGTERM', () => {
  void backend.close().then(() => log('closed'))
})
