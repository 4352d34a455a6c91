import type {PhpFile} from './php-file.ts'

let count = 0

/**
 * What several facts ask of a file, found once for each file. It is kept with the file, at a place of its own: a
 * `WeakMap` from files would be looked through at every garbage collection.
 */
export function oncePerFile<Value extends object>(find: (file: PhpFile) => Value): (file: PhpFile) => Value {
  const place = count++
  return (file) => {
    const before = file.found[place] as Value | undefined
    if (before) return before
    const value = find(file)
    file.found[place] = value
    return value
  }
}
