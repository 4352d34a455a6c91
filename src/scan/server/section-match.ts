/** Which paths and URLs the sections of a server mean. */
import {normalize} from 'node:path/posix'
import type {Section} from '../access/apache-config.ts'
import {apacheRegExp, wildcardRegExp} from '../access/file-pattern.ts'
import type {Certainty} from './types.ts'

/** How many directories deep a `<Directory>` is; `/` is 0. */
export function segmentsOf({args: [name = '']}: Section): number {
  return normalize(name).split('/').filter(Boolean).length
}

/**
 * Whether a `<Directory>` or `<DirectoryMatch>` holds for a file or directory: the directory itself and all below it.
 * A regular expression is compared with the whole path, that of a file too.
 *
 * @param path absolute, as the server spells it
 */
export function meansPath(section: Section, path: string): Certainty {
  const {name, args} = section
  const pattern = patternOf(name === 'directorymatch', args)
  if (pattern.isRegular) return tests(pattern.text, path)
  const above = path.split('/').filter(Boolean).slice(0, segmentsOf(section))
  const directory = withoutSlash(normalize(pattern.text))
  // One that is not absolute is compared with nothing.
  if (!directory.startsWith('/') && directory !== '') return 'unknown'
  if (!isWildcard(directory)) return `/${above.join('/')}` === (directory || '/') || directory === ''
  return wildcardRegExp(directory)?.test(`/${above.join('/')}`) ?? 'unknown'
}

/** Whether a `<Location>` or `<LocationMatch>` holds for a URL's path, decoded and with single slashes. */
export function meansLocation({name, args}: Section, url: string): Certainty {
  const pattern = patternOf(name === 'locationmatch', args)
  if (pattern.isRegular) return tests(pattern.text, url)
  if (isWildcard(pattern.text)) return wildcardRegExp(pattern.text)?.test(url) ?? 'unknown'
  const rest = url.slice(pattern.text.length)
  return url.startsWith(pattern.text) && (pattern.text.endsWith('/') || rest === '' || rest.startsWith('/'))
}

function patternOf(isMatch: boolean, [first = '', second = '']: readonly string[]): {isRegular: boolean; text: string} {
  if (first === '~') return {isRegular: true, text: second}
  return {isRegular: isMatch, text: first}
}

function tests(pattern: string, text: string): Certainty {
  return apacheRegExp(pattern)?.test(text) ?? 'unknown'
}

function isWildcard(pattern: string): boolean {
  return /[*?[]/.test(pattern)
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '')
}
