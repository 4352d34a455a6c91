import {resolveIncludes} from '../../../src/scan/includes/graph.ts'
import {type Links, linksTo} from '../../../src/scan/roles/links.ts'
import type {RoleOf} from '../../../src/scan/roles/role-of.ts'
import {roleOf} from '../../../src/scan/roles/rules.ts'
import {signalsOf} from '../../../src/scan/roles/signals.ts'
import {CallGraph} from '../../../src/scan/session/call-graph.ts'
import {SiteFiles} from '../../../src/scan/site-files.ts'
import {factsOfFile} from '../facts-of.ts'

/** The roles of some files, whole files by their paths, and what leads to them. */
export function judged(files: Record<string, string>): {roles: Map<string, RoleOf>; links: Links} {
  const paths = Object.keys(files).sort()
  const facts = new Map(paths.map((path) => [path, factsOfFile(files[path] ?? '')]))
  const site = new SiteFiles(paths, () => false)
  const graph = resolveIncludes(facts, site)
  const links = linksTo(facts, [], site, graph)
  const signals = signalsOf(facts, graph, new Map(), links, () => [], new CallGraph(facts))
  return {roles: new Map(Array.from(signals, (signal) => [signal.path, roleOf(signal)])), links}
}

/** Only the names of the roles. */
export function rolesOf(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries([...judged(files).roles].map(([path, {role}]) => [path, role]))
}

/** So many pages that begin with `common.php`, the first of them an index. */
export function pagesThatBegin(count: number, directory = ''): Record<string, string> {
  const page = `<?php require '${directory === '' ? '' : '../'}common.php'; echo $_GET['id'];`
  const names = Array.from({length: count}, (_, index) => (index === 0 ? 'index.php' : `page${index}.php`))
  return Object.fromEntries(names.map((name) => [`${directory}${name}`, page]))
}

/** What they begin with. */
export const COMMON = {
  'common.php':
    '<?php session_start(); define("READY", 1); function title($x) { echo $x; } class Shop {}; $db = connect();',
}
