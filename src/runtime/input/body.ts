/** Reads a request body within PHP's `post_max_size`. */

/** A request body as it arrives; iterating it takes the bytes off the connection. */
export type BodySource = AsyncIterable<Buffer> | Buffer

/**
 * The whole body, or `undefined` when it is longer than `limit`: PHP then leaves `$_POST` and `$_FILES` empty. What is
 * too long is still taken off the connection, so that the web server reads the answer.
 */
export async function readBody(source: BodySource, limit: number): Promise<Buffer | undefined> {
  if (Buffer.isBuffer(source)) return source.length > limit ? undefined : source
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    length += chunk.length
    if (length <= limit) chunks.push(chunk)
    else chunks.length = 0
  }
  return length > limit ? undefined : Buffer.concat(chunks)
}
