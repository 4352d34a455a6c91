/** Puts session settings into the configuration file. */
import {readFileSync} from 'node:fs'
import {replaceFile} from '../publish/write-file.ts'
import type {SettingDifference} from './types.ts'

/** Sets what differs, and leaves everything else in the file as it is, but for the spaces between. */
export function writeSettings(file: string, differences: readonly SettingDifference[]): void {
  const config = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  for (const {path, value} of differences) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let place = config
    for (const name of names) {
      place[name] ??= {}
      place = place[name] as Record<string, unknown>
    }
    place[last] = value
  }
  replaceFile(file, `${JSON.stringify(config, null, 2)}\n`)
}
