/** Functions on names of files, as PHP has them on Unix. */
import {PhpArray} from './array.ts'
import {bytesOf, textOf} from './byte-string.ts'
import type {PhpValue} from './convert.ts'
import {intParameter, textParameter} from './parameter.ts'

/** `basename($path, $suffix)`: the suffix goes unless it is the whole name. */
export function basename(path: PhpValue, suffix: PhpValue = ''): string {
  return textOf(baseName(bytesOf(textParameter(path)), bytesOf(textParameter(suffix))))
}

/** `dirname($path, $levels)`. Throws a RangeError for less than one level. */
export function dirname(path: PhpValue, levels: PhpValue = 1): string {
  let bytes = bytesOf(textParameter(path))
  const up = intParameter(levels)
  if (up < 1) throw new RangeError('dirname(): the levels must be greater than or equal to 1')
  for (let level = 0; level < up; level++) {
    const parent = parentOf(bytes)
    if (parent === bytes) break
    bytes = parent
  }
  return textOf(bytes)
}

/** `pathinfo($path)`: `dirname`, `basename`, `extension` and `filename`, those that are there. */
export function pathinfo(path: PhpValue): PhpArray<string> {
  const bytes = bytesOf(textParameter(path))
  const info = PhpArray.from<string>([])
  const parent = parentOf(bytes)
  if (parent !== '') info.set('dirname', textOf(parent))
  const base = baseName(bytes, '')
  info.set('basename', textOf(base))
  const dot = base.lastIndexOf('.')
  if (dot >= 0) info.set('extension', textOf(base.slice(dot + 1)))
  info.set('filename', textOf(dot >= 0 ? base.slice(0, dot) : base))
  return info
}

function baseName(bytes: string, suffix: string): string {
  const base = bytes.replace(/\/+$/, '').replace(/^[\s\S]*\//, '')
  return suffix !== '' && base.length > suffix.length && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base
}

function parentOf(bytes: string): string {
  if (bytes === '') return ''
  const trimmed = bytes.replace(/\/+$/, '')
  if (trimmed === '') return '/'
  const slash = trimmed.lastIndexOf('/')
  if (slash < 0) return '.'
  return trimmed.slice(0, slash).replace(/\/+$/, '') || '/'
}
