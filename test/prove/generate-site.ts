/** Random sites, and random sets of pages that moved. */
import type {Canary} from '../../src/routes/plan.ts'
import {fileName, folderName} from './names.ts'
import type {Random} from './random.ts'
import {below, isPhp, type Link, type Moved, nameOf, type Rule, type Site} from './site.ts'

/** A site of some twenty files in a few folders, with some rules. */
export function generateSite(random: Random): Site {
  const folders = generateFolders(random)
  const files = new Set(['index.php', 'static.txt'])
  const names = Array.from({length: 4 + random.below(4)}, () => fileName(random))
  const count = 8 + random.below(16)
  while (files.size < count) {
    const name = random.chance(0.65) ? random.pick(names) : fileName(random)
    files.add(
      below(random.pick(folders), random.chance(0.1) ? random.pick(['index.html', 'static.txt', 'a.css']) : name),
    )
  }
  // What is a folder can't be a file too.
  const kept = [...files].filter((file) => !folders.includes(file)).sort()
  const site: Site = {files: kept, links: generateLinks(random, kept, folders), rules: [], outside: []}
  site.outside = random.chance(0.3) ? ['index.php', nameOf(random.pick(kept)), 'static.txt'] : []
  site.rules = Array.from({length: 1 + random.below(9)}, () => generateRule(random, site, folders))
  return site
}

function generateFolders(random: Random): string[] {
  const folders = ['']
  for (let count = 2 + random.below(5); count > 0; count--) {
    const folder = below(random.pick(folders), folderName(random))
    if (!folders.includes(folder)) folders.push(folder)
  }
  return folders
}

function generateLinks(random: Random, files: readonly string[], folders: readonly string[]): Link[] {
  const links: Link[] = []
  if (random.chance(0.5)) links.push({path: 'lnkdir', target: random.pick(['.', ...folders.filter(Boolean)])})
  if (random.chance(0.5)) links.push({path: 'lnk.php', target: random.pick(files.filter(isPhp))})
  return links.filter(({path}) => !files.includes(path) && !folders.includes(path))
}

/** One rule; pages that it names are mostly there. */
function generateRule(random: Random, {files, outside}: Site, folders: readonly string[]): Rule {
  const folder = random.pick(folders)
  const page = (): string => random.pick(files.filter(isPhp))
  const makers: (() => Rule)[] = [
    () => ({kind: 'password', folder}),
    () => ({kind: 'password', folder}),
    () => ({kind: 'any', folder}),
    () => ({kind: 'deny', folder: inner(random, folders), old: random.chance(0.4)}),
    () => ({kind: 'deny-name', folder, name: nameOf(page()), pattern: random.chance(0.4)}),
    () => ({kind: 'deny-folder', folder: inner(random, folders)}),
    () => ({kind: 'deny-url', folder: inner(random, folders)}),
    () => ({kind: 'forbid', folder, begins: nameOf(page()).slice(0, 3)}),
    () => ({kind: 'pretty', folder, word: random.pick(['item', 'news', 'a']), file: page()}),
    () => ({kind: 'pretty', folder: '', word: random.pick(['item', 'news', 'a']), file: page()}),
    () => ({kind: 'server-pretty', word: random.pick(['srv', 'p']), file: page()}),
    () => ({kind: 'front-controller', folder, file: page()}),
    () => ({
      kind: 'redirect',
      folder,
      word: 'gone',
      to: `/${random.pick(['index.php', 'x', 'a?b=1'])}`,
      rewrite: random.chance(0.5),
    }),
    () => ({
      kind: 'index',
      folder,
      names: random.some([nameOf(page()), 'index.html', 'index.php', 'none.php', nameOf(page())], 3),
    }),
    () => ({
      kind: 'error',
      folder,
      status: random.pick([404, 404, 403, 401, 503]),
      file: page(),
      query: random.chance(0.5),
    }),
    () => ({kind: 'php', folder, how: random.pick(['files', 'files', 'if', 'folder', 'add'] as const)}),
    () => ({kind: 'engine', folder}),
    () => ({kind: 'header', folder, value: 'of the site'}),
    () => ({kind: 'variable', folder, value: 'set by the site'}),
    () => ({kind: 'negotiate', folder}),
    () => ({
      kind: 'alias',
      url: random.pick(['alias', 'deep/alias', random.pick(folders) || 'alias']),
      folder: outside.length > 0 && random.chance(0.5) ? undefined : folder,
    }),
  ]
  return random.pick(makers)()
}

/** Mostly not the root, or nothing would be left of the site. */
function inner(random: Random, folders: readonly string[]): string {
  return random.chance(0.95) ? random.pick(folders.slice(1)) : ''
}

const canaries: Canary[] = [
  {cookie: 'ts'},
  {header: 'X-TS'},
  {percent: 30},
  {cookie: 'ts', percent: 5},
  {cookie: 'ts', header: 'X-TS'},
]

/** Some of the pages of a site, one at least, a few of them for some visitors only. */
export function generateMoved(random: Random, {files}: Site): Moved[] {
  const pages = files.filter((file) => isPhp(file) && !file.includes('?'))
  const share = random.pick([0.1, 0.3, 0.5, 0.8, 1])
  const chosen = random.some(pages, Math.max(1, Math.round(pages.length * share)))
  const some = random.some(canaries, 2)
  return chosen.map((file) => (random.chance(0.15) ? {file, canary: random.pick(some)} : {file}))
}
