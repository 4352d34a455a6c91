import type {PhpFile} from './php-file.ts'

/** What several facts ask of a file, found once for each file. */
export function oncePerFile<Value extends object>(find: (file: PhpFile) => Value): (file: PhpFile) => Value {
  const known = new WeakMap<PhpFile, Value>()
  return (file) => {
    const before = known.get(file)
    if (before) return before
    const value = find(file)
    known.set(file, value)
    return value
  }
}
