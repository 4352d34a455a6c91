/** Rewrite rules that stand in a `<Directory>` over the document root, for those whom rules in its .htaccess would replace. */
import {directoryContexts} from './contexts.ts'
import type {ServerDirective, ServerHost} from './types.ts'

/** The first of them; `undefined` when there is none. */
export function directoryRule(host: ServerHost): ServerDirective | undefined {
  return directoryContexts(host, '')
    .filter(({context}) => context.sections.length > 0)
    .flatMap(({context}) => context.directives)
    .find(({name}) => name === 'rewriterule')
}
