/** `$_POST` and `$_FILES` of a multipart body. */
import {rmSync} from 'node:fs'
import {PhpArray} from '../../php/array.ts'
import type {ByteString, Codec} from '../codec.ts'
import {nextPart, type Part} from './multipart.ts'
import type {ByteSource} from './request-body.ts'
import {temporaryPath} from './spooled-body.ts'
import type {Steps} from './steps.ts'
import {type InputLimits, type PhpInput, registerVariable} from './variables.ts'

/** A value inside `$_FILES`: `name`, `full_path`, `type` and `tmp_name` are text, `error` and `size` integers. */
export type FileField = string | number | PhpArray<FileField>

/** PHP's limits on uploads. */
export interface UploadLimits extends InputLimits {
  /** `upload_max_filesize` in bytes. */
  uploadMaxFilesize: number
  /** `max_file_uploads`. */
  maxFileUploads: number
  /** `upload_tmp_dir`. */
  uploadDirectory: string
}

/** What a multipart body gives. */
export interface MultipartForm {
  form: PhpArray<PhpInput>
  files: PhpArray<FileField>
  /** Removes the uploaded files that the page did not move away. */
  discard(): void
}

// PHP manual, "Error Messages Explained".
const UPLOAD_ERR_OK = 0
const UPLOAD_ERR_INI_SIZE = 1
const UPLOAD_ERR_FORM_SIZE = 2
const UPLOAD_ERR_PARTIAL = 3
const UPLOAD_ERR_NO_FILE = 4

/**
 * Reads the parts; files are written to the upload directory, readable by this user only. Throws the system's error when
 * they can't be written.
 */
export function* readMultipart(
  body: ByteSource,
  boundary: ByteString,
  codec: Codec,
  limits: UploadLimits,
): Steps<MultipartForm> {
  const temporary: string[] = []
  const discard = (): void => {
    for (const path of temporary) rmSync(path, {force: true})
  }
  try {
    return {...(yield* readParts(body, boundary, codec, limits, temporary)), discard}
  } catch (error) {
    discard()
    throw error
  }
}

function* readParts(
  body: ByteSource,
  boundary: ByteString,
  codec: Codec,
  limits: UploadLimits,
  temporary: string[],
): Steps<Omit<MultipartForm, 'discard'>> {
  const form = PhpArray.from<PhpInput>([])
  const files = PhpArray.from<FileField>([])
  const registration = {codec, maxInputNestingLevel: limits.maxInputNestingLevel}
  let fields = 0
  let uploadsLeft = limits.maxFileUploads
  let anonymous = 0
  let maxFileSize = 0
  // PHP never clears this once it is set: after one upload with a bad name, or too many, the rest is skipped.
  let skipUploads = false
  let partsLeft = limits.maxInputVars + limits.maxFileUploads
  for (let at = 0; ; ) {
    const part = yield* nextPart(body, boundary, at)
    if (part === undefined || --partsLeft < 0 || (part.name === undefined && part.filename === undefined)) break
    at = part.next
    if (part.filename === undefined) {
      const value = codec.decode(yield* body.slice(part.start, part.end))
      const name = part.name ?? ''
      if (++fields <= limits.maxInputVars) registerVariable(form, name, value, registration)
      if (name.toUpperCase() === 'MAX_FILE_SIZE') maxFileSize = Number.parseInt(value, 10) || 0
      continue
    }
    if (uploadsLeft <= 0) skipUploads = true
    const name = part.name ?? String(anonymous++)
    if (!skipUploads && !hasBalancedBrackets(name)) skipUploads = true
    if (skipUploads) continue
    const error = uploadError(part, maxFileSize, limits)
    if (error !== UPLOAD_ERR_NO_FILE) uploadsLeft--
    const path = error === UPLOAD_ERR_OK ? temporaryPath(limits.uploadDirectory) : ''
    if (path !== '') {
      temporary.push(path)
      yield* body.save(part.start, part.end, path)
    }
    for (const [field, value] of fileFields(part, part.filename, path, error, codec)) {
      registerVariable<FileField>(files, fieldName(name, field), value, registration)
    }
  }
  return {form, files}
}

function uploadError(part: Part, maxFileSize: number, limits: UploadLimits): number {
  if (part.filename === '') return UPLOAD_ERR_NO_FILE
  const size = part.end - part.start
  if (size > limits.uploadMaxFilesize && limits.uploadMaxFilesize > 0) return UPLOAD_ERR_INI_SIZE
  if (maxFileSize !== 0 && size > maxFileSize) return UPLOAD_ERR_FORM_SIZE
  return part.complete ? UPLOAD_ERR_OK : UPLOAD_ERR_PARTIAL
}

function fileFields(
  part: Part,
  filename: ByteString,
  path: string,
  error: number,
  codec: Codec,
): [field: string, value: string | number][] {
  const type = error === UPLOAD_ERR_OK ? (part.type ?? '').replace(/;.*$/s, '') : ''
  return [
    [
      'name',
      codec.decodeByteString(filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1)),
    ],
    ['full_path', codec.decodeByteString(filename)],
    ['type', codec.decodeByteString(type)],
    ['tmp_name', path],
    ['error', error],
    ['size', error === UPLOAD_ERR_OK ? part.end - part.start : 0],
  ]
}

/** `photo[a][]` has its fields between name and index: `photo[size][a][]`. */
function fieldName(name: ByteString, field: string): ByteString {
  const bracket = name.indexOf('[')
  if (bracket < 0 || !name.endsWith(']')) return `${name}[${field}]`
  return `${name.slice(0, bracket)}[${field}]${name.slice(bracket)}`
}

function hasBalancedBrackets(name: ByteString): boolean {
  let open = 0
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '[') open++
    if (name[at] !== ']') continue
    open--
    if (open < 0 || (at + 1 < name.length && name[at + 1] !== '[')) return false
  }
  return open === 0
}
