/** What a page gets of its request's body: `$_POST`, `$_FILES` and `php://input`, read when they are asked for. */
import {PhpArray} from '../../php/array.ts'
import type {Codec} from '../codec.ts'
import {boundaryOf} from './multipart.ts'
import {parseForm} from './query.ts'
import type {RequestBody} from './request-body.ts'
import type {CgiParameters} from './server.ts'
import {resultInTime, resultNow, type Steps} from './steps.ts'
import {type FileField, type MultipartForm, readMultipart, type UploadLimits} from './uploads.ts'
import type {PhpInput} from './variables.ts'

export class BodyInput {
  readonly #body: RequestBody
  readonly #parameters: CgiParameters
  readonly #codec: Codec
  readonly #limits: UploadLimits
  #multipart: MultipartForm | undefined

  constructor(body: RequestBody, parameters: CgiParameters, codec: Codec, limits: UploadLimits) {
    this.#body = body
    this.#parameters = parameters
    this.#codec = codec
    this.#limits = limits
  }

  get form(): PhpArray<PhpInput> {
    if (this.#isPost() && this.#contentType() === 'application/x-www-form-urlencoded') {
      return parseForm(this.#body.bytes().toString('latin1'), this.#codec, this.#limits)
    }
    return this.#upload()?.form ?? new PhpArray<PhpInput>()
  }

  get files(): PhpArray<FileField> {
    return this.#upload()?.files ?? new PhpArray<FileField>()
  }

  get raw(): Buffer {
    return this.#boundary() === undefined ? this.#body.bytes() : Buffer.alloc(0)
  }

  /** Reads an upload form that is on disk: when the page asked for it, all other requests would wait. */
  async readAhead(): Promise<void> {
    const boundary = this.#boundary()
    if (boundary !== undefined) this.#multipart = await resultInTime(this.#readMultipart(boundary))
  }

  /** Removes uploaded files that are still there. */
  discard(): void {
    this.#multipart?.discard()
  }

  #upload(): MultipartForm | undefined {
    const boundary = this.#boundary()
    if (this.#multipart !== undefined || boundary === undefined) return this.#multipart
    this.#multipart = resultNow(this.#readMultipart(boundary))
    return this.#multipart
  }

  #readMultipart(boundary: string): Steps<MultipartForm> {
    return readMultipart(this.#body, boundary, this.#codec, this.#limits)
  }

  /** The boundary of an upload form; `undefined` for any other request. */
  #boundary(): string | undefined {
    if (!this.#isPost() || this.#contentType() !== 'multipart/form-data') return undefined
    return boundaryOf(this.#parameter('CONTENT_TYPE'))
  }

  /** PHP fills `$_POST` and `$_FILES` for this method only. */
  #isPost(): boolean {
    return this.#parameter('REQUEST_METHOD') === 'POST'
  }

  #contentType(): string {
    return (this.#parameter('CONTENT_TYPE').split(/[;, ]/, 1)[0] ?? '').toLowerCase()
  }

  #parameter(name: string): string {
    return this.#parameters.get(name) ?? ''
  }
}
