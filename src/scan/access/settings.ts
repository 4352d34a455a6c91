/** What `.htaccess` and `.user.ini` say of requests and of PHP, beside access. */
import type {PagePath} from '../../page.ts'
import {directoryOf, resolvePagePath} from '../disk-path.ts'
import {decodeText} from '../text.ts'
import type {ServerSetting} from '../types.ts'
import {type Directive, parseApacheConfig, sectionsOf} from './apache-config.ts'

/** The settings of one `.htaccess`; `exists` says which pages there are. */
export function settingsOfHtaccess(
  file: PagePath,
  directives: readonly Directive[],
  exists: (path: PagePath) => boolean,
): ServerSetting[] {
  return directives.flatMap((directive) => {
    const setting = settingOf(directive)
    if (!setting) return []
    const target = targetOf(directoryOf(file), setting, exists)
    const {text, line, args} = directive
    const sections = [...sectionsOf(directive)].reverse().map(({name, args}) => ({name, args}))
    return [{file, ...setting, ...(target === undefined ? {} : {target}), text, line, args, sections}]
  })
}

type Setting = Pick<ServerSetting, 'kind' | 'name' | 'value'>

function settingOf({name, args}: Directive): Setting | undefined {
  const [first = '', ...rest] = args
  switch (name) {
    case 'directoryindex':
      return {kind: 'directory-index', name, value: args.join(' ')}
    case 'errordocument':
      return {kind: 'error-document', name: first, value: rest.join(' ')}
    case 'sethandler':
    case 'addhandler':
    case 'addtype':
    case 'forcetype':
    case 'action':
    case 'removehandler':
    case 'removetype':
      return {kind: 'handler', name, value: args.join(' ')}
    case 'php_value':
    case 'php_flag':
    case 'php_admin_value':
    case 'php_admin_flag':
      return {kind: 'php-setting', name: first.toLowerCase(), value: rest.join(' ')}
    case 'rewriterule':
      return {kind: 'rewrite', name: first, value: rest[0] ?? ''}
    case 'rewriteengine':
    case 'rewritebase':
    case 'rewriteoptions':
    case 'rewritecond':
      return {kind: 'rewriting', name, value: args.join(' ')}
    case 'acceptpathinfo':
    case 'checkspelling':
    case 'directorycheckhandler':
    case 'directoryindexredirect':
    case 'directoryslash':
    case 'fallbackresource':
    case 'options':
    case 'redirect':
    case 'redirectmatch':
    case 'redirectpermanent':
    case 'redirecttemp':
      return {kind: 'routing', name, value: args.join(' ')}
    default:
      return undefined
  }
}

/** The PHP file that a rewrite or an error document leads to. */
function targetOf(
  directory: PagePath,
  {kind, value}: Setting,
  exists: (path: PagePath) => boolean,
): PagePath | undefined {
  if (kind !== 'rewrite' && kind !== 'error-document') return undefined
  const path = value.replace(/[?#].*$/s, '')
  if (!/\.\w+$/.test(path) || /^[a-z]+:/i.test(path)) return undefined
  const candidates = path.startsWith('/')
    ? [resolvePagePath('', path)]
    : [resolvePagePath(directory, path), resolvePagePath('', path)]
  return candidates.find((candidate) => candidate !== undefined && exists(candidate))
}

/** The PHP settings of a `.user.ini`: `name = value` lines. */
export function settingsOfUserIni(file: PagePath, source: string): ServerSetting[] {
  return source.split(/\r\n|\n|\r/).flatMap((text, index): ServerSetting[] => {
    const [, name, value = ''] = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/.exec(text) ?? []
    if (name === undefined) return []
    const unquoted = value.replace(/\s+;.*$/, '').replace(/^(["'])(.*)\1$/, '$2')
    const setting = {kind: 'php-setting', name: name.toLowerCase(), value: unquoted} as const
    return [{file, ...setting, text: text.trim(), line: index + 1, args: [unquoted], sections: []}]
  })
}

/** The directives of an `.htaccess` from its bytes. */
export function directivesOf(contents: Buffer): Directive[] {
  return parseApacheConfig(decodeText(contents.toString('latin1')))
}
