/** A section as people write it. */
import type {Section} from '../access/apache-config.ts'

const NAMES = [
  'Directory',
  'DirectoryMatch',
  'Files',
  'FilesMatch',
  'Location',
  'LocationMatch',
  'Proxy',
  'ProxyMatch',
  'If',
  'ElseIf',
  'Else',
  'IfModule',
  'IfDefine',
  'IfVersion',
  'IfFile',
]
const spelled = new Map(NAMES.map((name) => [name.toLowerCase(), name]))

/** `<Directory "/srv/shop">`, its arguments in quotes. */
export function sectionText({name, args}: Section): string {
  return `<${[spelled.get(name) ?? name, ...args.map((argument) => (/^[~!\w.<>=]+$/.test(argument) ? argument : `"${argument}"`))].join(' ')}>`
}
