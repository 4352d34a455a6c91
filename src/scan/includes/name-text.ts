/**
 * Names of included files as text, with signs that no file name has in it: where the document root is, and what is
 * not known. `SITE + '/inc/' + UNKNOWN + '.php'` is any PHP file in `inc`.
 */

/** Begins a name that starts at the document root; without it a name is relative, or of some machine. */
export const SITE = '\x01'

/** Stands for text that is not known. */
export const UNKNOWN = '\0'

/** Stands for text that is not known and may have directories in it. */
export const UNKNOWN_PATH = '\x02'

/** Stands for the value of a constant or variable that nobody says: at the start of a name, a directory above, mostly. */
export const UNKNOWN_NAME = '\x03'

/** All that is not known, to split names by. */
export const ANY = /[\0\x02\x03]+/

/** Text from code, in which the signs mean nothing. */
export function plainText(text: string): string {
  return /[\0-\x03]/.test(text) ? UNKNOWN : text
}

/** Whether a part of a name is not known. */
export function hasUnknown(name: string): boolean {
  return ANY.test(name)
}

/** Whether nothing is known of a name. */
export function isUnknown(name: string): boolean {
  return name !== '' && name.replace(ANY, '') === ''
}

/** Whether not even the directory is known. */
export function startsUnknown(name: string): boolean {
  const first = name.charCodeAt(0)
  return first === 0 || first === 2 || first === 3
}

/** Whether PHP looks for a name in several directories. */
export function isRelative(name: string): boolean {
  const first = name.charCodeAt(0)
  return first > 3 && first !== 47 && first !== 92 // / and \
}

/** Whether more than an ending is known: a directory, or a part of the file's name. */
export function saysName(name: string): boolean {
  return /[\w-]/.test(name.replace(/\.\w+$/, ''))
}
