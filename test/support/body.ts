/** Request bodies as a browser's forms send them. */
import type {Request} from './http.ts'

type Field = readonly [name: string, value: string]

/** A POST of `application/x-www-form-urlencoded` fields, in order. */
export function postForm(target: string, fields: readonly Field[]): Request {
  return {
    method: 'POST',
    target,
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  }
}

/** A file in a form. */
interface Upload {
  /** Name of the form field. */
  field: string
  /** File name the browser tells. */
  name: string
  type: string
  contents: Uint8Array | string
}

/** A POST of `multipart/form-data` (RFC 7578): the fields, then the files. The boundary is always the same. */
export function postMultipart(target: string, fields: readonly Field[], uploads: readonly Upload[]): Request {
  const boundary = '----migrate-test-boundary'
  const parts = [
    ...fields.map(([name, value]) => part(`form-data; name="${name}"`, '', value)),
    ...uploads.map(({field, name, type, contents}) =>
      part(`form-data; name="${field}"; filename="${name}"`, `Content-Type: ${type}\r\n`, contents),
    ),
  ]
  const body = parts.flatMap((bytes) => [Buffer.from(`--${boundary}\r\n`), bytes])
  return {
    method: 'POST',
    target,
    headers: [['Content-Type', `multipart/form-data; boundary=${boundary}`]],
    body: Buffer.concat([...body, Buffer.from(`--${boundary}--\r\n`)]),
  }
}

function part(disposition: string, type: string, contents: Uint8Array | string): Buffer {
  const head = Buffer.from(`Content-Disposition: ${disposition}\r\n${type}\r\n`)
  return Buffer.concat([head, Buffer.from(contents as string), Buffer.from('\r\n')])
}
