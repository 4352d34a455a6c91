/** What a server's configuration says of one document root. */
import {realpathSync} from 'node:fs'
import {hostsOf} from './hosts.ts'
import {notUnderstood} from './not-understood.ts'
import type {ServerConfiguration, ServerDirective, ServerFacts} from './types.ts'

/**
 * @param documentRoot absolute; a host serves it when it spells it so, or when both are the same directory
 */
export function serverFacts(configuration: ServerConfiguration, documentRoot: string): ServerFacts {
  const directives = withoutAliases(configuration)
  const {modules, files, serverRoot, problems} = configuration
  const wanted = spellings(documentRoot)
  const all = hostsOf({...configuration, directives})
  const isServing = (root: string): boolean => spellings(root).some((spelling) => wanted.includes(spelling))
  return {
    documentRoot,
    hosts: all.filter((host) => isServing(host.documentRoot)),
    otherHosts: all.filter((host) => !isServing(host.documentRoot)),
    modules,
    files,
    serverRoot,
    problems: [...problems, ...notUnderstood(directives)],
  }
}

function spellings(root: string): string[] {
  const plain = root.replace(/(?<=.)\/+$/, '')
  try {
    return [plain, realpathSync(plain)]
  } catch {
    return [plain]
  }
}

/** `<AuthzProviderAlias ip inside 10.0.0.0/8>`: afterwards `Require inside` is `Require ip 10.0.0.0/8`. */
function withoutAliases({directives, sections}: ServerConfiguration): ServerDirective[] {
  const aliases = new Map<string, string[]>()
  for (const {name, args} of sections) {
    const [provider = '', alias = '', ...values] = args
    if (name === 'authzprovideralias') aliases.set(alias.toLowerCase(), [provider, ...values])
  }
  if (aliases.size === 0) return directives
  return directives.map((directive) => {
    const isNot = directive.args[0]?.toLowerCase() === 'not'
    const [kind = ''] = isNot ? directive.args.slice(1) : directive.args
    const meant = directive.name === 'require' ? aliases.get(kind.toLowerCase()) : undefined
    return meant ? {...directive, args: isNot ? ['not', ...meant] : meant} : directive
  })
}
