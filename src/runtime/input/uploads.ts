/** `$_POST` and `$_FILES` of a multipart body. */
import {randomBytes} from 'node:crypto'
import {rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {PhpArray} from '../../php/array.ts'
import type {ByteString, Codec} from '../codec.ts'
import {type Part, parseMultipart} from './multipart.ts'
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

/** Reads the parts; files are written to the upload directory, readable by this user only. */
export function readMultipart(body: Buffer, boundary: ByteString, codec: Codec, limits: UploadLimits): MultipartForm {
  const form = PhpArray.from<PhpInput>([])
  const files = PhpArray.from<FileField>([])
  const temporary: string[] = []
  const registration = {codec, maxInputNestingLevel: limits.maxInputNestingLevel}
  let fields = 0
  let uploadsLeft = limits.maxFileUploads
  let anonymous = 0
  let maxFileSize = 0
  // PHP never clears this once it is set: after one upload with a bad name, or too many, the rest is skipped.
  let skipUploads = false
  let partsLeft = limits.maxInputVars + limits.maxFileUploads
  for (const part of parseMultipart(body, boundary)) {
    if (--partsLeft < 0 || (part.name === undefined && part.filename === undefined)) break
    if (part.filename === undefined) {
      const value = codec.decode(part.content)
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
    const path =
      error === UPLOAD_ERR_OK ? join(limits.uploadDirectory, `php${randomBytes(9).toString('base64url')}`) : ''
    if (path !== '') {
      writeFileSync(path, part.content, {mode: 0o600, flag: 'wx'})
      temporary.push(path)
    }
    for (const [field, value] of fileFields(part, part.filename, path, error, codec)) {
      registerVariable<FileField>(files, fieldName(name, field), value, registration)
    }
  }
  const discard = (): void => {
    for (const path of temporary) rmSync(path, {force: true})
  }
  return {form, files, discard}
}

function uploadError(part: Part, maxFileSize: number, limits: UploadLimits): number {
  if (part.filename === '') return UPLOAD_ERR_NO_FILE
  if (part.content.length > limits.uploadMaxFilesize && limits.uploadMaxFilesize > 0) return UPLOAD_ERR_INI_SIZE
  if (maxFileSize !== 0 && part.content.length > maxFileSize) return UPLOAD_ERR_FORM_SIZE
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
    ['size', error === UPLOAD_ERR_OK ? part.content.length : 0],
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
