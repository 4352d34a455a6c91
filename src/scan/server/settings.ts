/** Single settings of a host: the last word on each, with its place. */
import type {PagePath} from '../../page.ts'
import {directoryContexts, governingContexts} from './contexts.ts'
import {isOfHostItself} from './hosts.ts'
import {hasPrefix, matches} from './proxying.ts'
import type {ServerDirective, ServerHost} from './types.ts'

/** The options in force for a directory: `FollowSymLinks`, in lower case, sorted; Apache's default is that alone. */
export function optionsOf(host: ServerHost, directory: PagePath = ''): string[] {
  let options = new Set(['followsymlinks'])
  for (const {context} of directoryContexts(host, directory)) {
    for (const {name, args} of context.directives) {
      if (name !== 'options') continue
      const words = args.map((word) => word.toLowerCase())
      // Without signs they replace what came before; with them they are added or taken away.
      if (!words.every((word) => /^[+-]/.test(word))) options = new Set()
      for (const word of words) {
        const option = word.replace(/^[+-]/, '')
        if (word.startsWith('-')) options.delete(option)
        else if (option !== 'none') options.add(option)
      }
    }
  }
  return [...options].sort()
}

/** The files that stand for a directory, in order; Apache's default is `index.html`. */
export function directoryIndexOf(host: ServerHost, directory: PagePath = ''): string[] {
  let names = ['index.html']
  for (const {context} of directoryContexts(host, directory)) {
    const own = context.directives.filter(({name}) => name === 'directoryindex')
    if (own.length > 0) names = own.flatMap(({args}) => args).filter((name) => name !== 'disabled')
  }
  return names
}

/** The last word of a directive outside of all sections: `MergeSlashes`, `AllowEncodedSlashes`, `AccessFileName`. */
export function settingOf(host: ServerHost, name: string): ServerDirective | undefined {
  return host.directives.findLast((directive) => directive.name === name && isOfHostItself(directive))
}

/** All directives of a name that govern a page, the last word last: `CGIPassAuth`, `SetEnvIf`, `ErrorDocument`. */
function settingsFor(host: ServerHost, page: PagePath, name: string): ServerDirective[] {
  return governingContexts(host, page).flatMap(({context}) =>
    context.directives.filter((directive) => directive.name === name),
  )
}

/** Whether PHP is told who sent `Authorization`, which Apache keeps from CGI and FastCGI otherwise. */
export function passesAuthorization(host: ServerHost, page: PagePath): ServerDirective | undefined {
  const passed = settingsFor(host, page, 'cgipassauth').at(-1)
  if (passed?.args[0]?.toLowerCase() === 'on') return passed
  return [...settingsFor(host, page, 'setenvif'), ...settingsFor(host, page, 'setenvifnocase')].find(
    ({args}) =>
      /authorization/i.test(args[0] ?? '') && args.slice(2).some((each) => /^HTTP_AUTHORIZATION=/i.test(each)),
  )
}

/** An `Alias` that leads a page's own URL to files elsewhere: then the page is not reached by it. */
export function aliasOver(host: ServerHost, page: PagePath): ServerDirective | undefined {
  const alias = host.directives.findLast((directive) => {
    const [from = ''] = directive.args
    if (!isOfHostItself(directive)) return false
    if (directive.name === 'alias' || directive.name === 'scriptalias') return hasPrefix(from, `/${page}`)
    return /^(script)?aliasmatch$/.test(directive.name) && matches(from, `/${page}`) !== false
  })
  const [from = '', to = ''] = alias?.args ?? []
  const own = `${host.documentRoot}/${page}`
  const isItself = alias?.name === 'alias' && `${to}${`/${page}`.slice(from.length)}` === own
  return isItself ? undefined : alias
}
