/** Reads a request body within PHP's `post_max_size`. */

/** A request body as it arrives; iterating it takes the bytes off the connection. */
export type BodySource = AsyncIterable<Buffer> | Buffer

const FIRST_SIZE = 64 * 1024

/**
 * The whole body, or `undefined` when it is longer than `limit`: PHP then leaves `$_POST` and `$_FILES` empty. What is
 * too long is still taken off the connection, so that the web server reads the answer.
 */
export async function readBody(source: BodySource, limit: number): Promise<Buffer | undefined> {
  if (Buffer.isBuffer(source)) return source.length > limit ? undefined : source
  // One piece of memory that grows: a client that sends byte by byte would make as many buffers.
  let bytes: Buffer = Buffer.alloc(0)
  let length = 0
  for await (const chunk of source) {
    const end = length + chunk.length
    if (end > limit) bytes = Buffer.alloc(0)
    else {
      if (end > bytes.length) bytes = enlarged(bytes, length, end)
      chunk.copy(bytes, length)
    }
    length = end
  }
  return length > limit ? undefined : bytes.subarray(0, length)
}

/** A copy of the first `length` bytes with room for `needed`, and for as much again. */
function enlarged(bytes: Buffer, length: number, needed: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(FIRST_SIZE, 2 * bytes.length, needed))
  bytes.copy(larger, 0, 0, length)
  return larger
}
