/** All bytes of a body as a transport delivers it, as the runtime takes them. */
import {tmpdir} from 'node:os'
import {type BodySource, readBody} from '../../../src/runtime/input/body.ts'

export async function receiveBody(source: BodySource): Promise<Buffer> {
  const size = 2 ** 30
  return (await readBody(source, {postMaxSize: size, inMemory: size, uploadDirectory: tmpdir()})).bytes()
}
