/** What an `.htaccess` may say, by directory. */
import type {PagePath} from '../../page.ts'
import {directoryContexts} from './contexts.ts'
import type {AllowedOverrides, Certainty, ServerDirective, ServerHost} from './types.ts'
import {isUncertain} from './uncertain.ts'

/** What is allowed, and the last words on it; none when Apache's own default holds, which is `None`. */
export interface Overrides extends AllowedOverrides {
  from: readonly ServerDirective[]
}

/** @param directory below the document root; `''` is the document root itself */
export function overridesOf(host: ServerHost, directory: PagePath = ''): Overrides {
  let override: ServerDirective | undefined
  let list: ServerDirective | undefined
  let certainty: Overrides['certainty'] = true
  for (const {context, certainty: how} of directoryContexts(host, directory)) {
    for (const directive of context.directives) {
      if (directive.name === 'allowoverride') override = directive
      else if (directive.name === 'allowoverridelist') list = directive
      else continue
      // Where it is not known whether the last word holds, no word is certain.
      certainty = how === true && !isUncertain(directive) ? certainty : 'unknown'
    }
  }
  const words = override?.args.map((word) => word.toLowerCase()) ?? []
  const only = (names: readonly string[] | undefined): string[] => (names ?? []).filter((name) => name !== 'none')
  return {
    classes: only(words.filter((word) => !word.startsWith('nonfatal=')).map((word) => word.replace(/=.*$/, ''))),
    directives: only(list?.args.map((word) => word.toLowerCase())),
    nonfatal: words.flatMap((word) => /^nonfatal=(.*)$/.exec(word)?.[1]?.split(',') ?? []),
    from: [override, list].filter((directive) => directive !== undefined),
    certainty,
  }
}

/**
 * Whether the `.htaccess` of a directory may use a class of directives, such as `FileInfo`, or one directive by its name.
 */
export function allowsOverride(host: ServerHost, directory: PagePath, what: string): Certainty {
  const {classes, directives, certainty} = overridesOf(host, directory)
  const name = what.toLowerCase()
  if (certainty === 'unknown') return 'unknown'
  return classes.includes('all') || classes.includes(name) || directives.includes(name)
}
