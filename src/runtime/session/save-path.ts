/** `session.save_path` of the `files` store (PS_OPEN_FUNC in ext/session/mod_files.c). */
import {isAbsolute} from 'node:path'

/** Where session files lie. */
export interface FilesPath {
  directory: string
  /** Levels of subdirectories, each named by the next character of the identifier. PHP does not make them. */
  depth: number
  /** The mode of new files, of which the process' umask takes away as in PHP. */
  fileMode: number
}

/**
 * Reads `DIRECTORY`, `DEPTH;DIRECTORY` or `DEPTH;MODE;DIRECTORY`; MODE is octal, 600 when absent. Throws a RangeError for
 * anything else, and for a relative directory, which PHP takes from the folder of each script.
 */
export function parseFilesPath(savePath: string): FilesPath {
  const [, depth = '0', mode = '600', directory = ''] = /^(?:([0-9]+);(?:([0-7]{1,5});)?)?(.*)$/s.exec(savePath) ?? []
  const fileMode = Number.parseInt(mode, 8)
  if (!isAbsolute(directory) || Number(depth) > 64 || fileMode > 0o7777) {
    throw new RangeError(
      `The session save path \`${savePath}\` cannot be used: it is \`/directory\`, \`N;/directory\` or \`N;MODE;/directory\``,
    )
  }
  return {directory, depth: Number(depth), fileMode}
}
