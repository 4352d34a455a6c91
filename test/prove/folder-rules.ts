/** The rules of a site that hold in a folder and below, for servers that go by URL and have no files in folders. */
import type {Rule, Site} from './site.ts'

/** The folders that rules name, the outer ones first. */
export function ruledFolders({rules}: Pick<Site, 'rules'>): string[] {
  const folders = rules.flatMap((rule) => ('folder' in rule && rule.folder !== undefined ? [rule.folder] : []))
  return [...new Set(folders)].sort((a, b) => a.split('/').length - b.split('/').length || a.length - b.length)
}

/** Whether a path is a folder, or below it. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}

/** The rules of one kind that hold for a folder, the outermost first. */
export function rulesFor<Kind extends Rule['kind']>(
  {rules}: Pick<Site, 'rules'>,
  path: string,
  ...kinds: Kind[]
): Extract<Rule, {kind: Kind}>[] {
  return rules
    .filter((rule): rule is Extract<Rule, {kind: Kind}> => (kinds as string[]).includes(rule.kind))
    .filter((rule) => 'folder' in rule && rule.folder !== undefined && isBelow(path, rule.folder))
    .sort((a, b) => lengthOf(a) - lengthOf(b))
}

function lengthOf(rule: Rule): number {
  return 'folder' in rule ? (rule.folder ?? '').length : 0
}

/** Whether a path means nothing to the language of a configuration. */
export function isPlain(path: string): boolean {
  return /^[A-Za-z0-9_./-]+$/.test(path)
}
