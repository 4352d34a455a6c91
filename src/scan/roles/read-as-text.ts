/** PHP files of which others read the text: `eval('?>' . file_get_contents("help/$topic.php"))`. */
import {type PagePath, printable} from '../../page.ts'
import {baseName, directoryOf, joinPagePath} from '../disk-path.ts'
import type {Evidence, NamePart, SiteFacts} from '../types.ts'
import {testDirectory} from './places.ts'

/** Functions of PHP that give the text of the file that is their first argument. */
const READERS = new Set([
  'file_get_contents',
  'file',
  'readfile',
  'fopen',
  'highlight_file',
  'show_source',
  'php_strip_whitespace',
])

interface Read {
  /** The end of the name, as far as it is written out. */
  tail: string
  evidence: Evidence
}

/** For every such file, the first place that reads it. */
export function textsRead(facts: ReadonlyMap<PagePath, Pick<SiteFacts, 'fileCalls'>>): ReadonlyMap<PagePath, Evidence> {
  const byName = new Map<string, Read[]>()
  for (const [file, {fileCalls}] of facts) {
    if (!fileCalls || testDirectory(file) !== undefined) continue
    for (const {name, text, line, arguments: given} of fileCalls) {
      const tail = READERS.has(name) ? tailOf(given[0]) : undefined
      if (tail === undefined) continue
      const read = {tail, evidence: {because: `its text is read: \`${printable(text)}\``, file, line}}
      const same = byName.get(baseName(tail))
      if (same) same.push(read)
      else byName.set(baseName(tail), [read])
    }
  }
  const found = new Map<PagePath, Evidence>()
  if (byName.size === 0) return found
  for (const path of facts.keys()) {
    const read = byName.get(baseName(path))?.find((one) => isMeant(path, one))
    if (read) found.set(path, read.evidence)
  }
  return found
}

/** A name without a directory may be that of any file but for those beside the one that reads it. */
function isMeant(path: PagePath, {tail, evidence}: Read): boolean {
  if (!tail.includes('/')) return path === joinPagePath(directoryOf(evidence.file), tail)
  return path === tail || path.endsWith(`/${tail}`)
}

/** Where a name begins is seldom known: `$root . 'help/topic.php'` ends in a directory and a name. */
function tailOf(parts: readonly NamePart[] | undefined): string | undefined {
  const last = parts?.at(-1)
  if (!last || !('text' in last) || !/\.php\d?$/i.test(last.text)) return undefined
  if (parts?.length === 1) return last.text.replace(/^(\.{0,2}\/)+/, '')
  const slash = last.text.indexOf('/')
  return slash === -1 ? undefined : last.text.slice(slash + 1)
}
