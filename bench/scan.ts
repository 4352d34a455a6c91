/** Scanning against real peers: `npm run bench -- scan [DIR…]`; each DIR is a PHP application. */
import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {type Contestant, type Measured, measure} from './measure.ts'
import {type BenchResult, rounded} from './result.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const ROUNDS = 5
/** A tree of so many bytes of PHP counts as large. */
const LARGE = 100e6
const NIKIC = process.env.PHP_PARSER_AUTOLOAD ?? '/usr/share/php/PhpParser/autoload.php'

/** Measures every tree; the ratios are the worst of the trees. */
export function run(args: string[]): BenchResult {
  const trees = args.length > 0 ? args.map((path) => resolve(path)) : [here('../examples/bookshop')]
  const result: BenchResult = {ratios: {}, figures: {}, missing: []}
  const hasNikic = existsSync(NIKIC)
  if (!hasNikic) result.missing.push('nikic/PHP-Parser: apt-get install php-parser, or set PHP_PARSER_AUTOLOAD')
  for (const tree of trees) {
    const work = mkdtempSync(join(tmpdir(), 'migrate-bench-'))
    try {
      const name = basename(tree)
      const bytes = phpBytes(tree)
      const figures = measure(contestants(tree, work, hasNikic), bytes > LARGE ? 2 : ROUNDS)
      const seconds = (of: string) => (figures.get(of) as Measured).seconds
      const ratios: Record<string, number> = {
        [bytes > LARGE ? 'cold_large_vs_php_parser' : 'cold_vs_php_parser']: seconds('php-parser') / seconds('cold'),
        ...(hasNikic ? {cold_vs_nikic_jit: seconds('nikic') / seconds('cold')} : {}),
        warm_vs_git_status: seconds('warm') / seconds('git status'),
        warm_vs_help: seconds('warm') / seconds('help'),
      }
      process.stdout.write(`\n${name}  ${(bytes / 1e6).toFixed(1)} MB of PHP\n`)
      for (const [contestant, {seconds: time, megabytes}] of figures) {
        process.stdout.write(
          `  ${contestant.padEnd(12)} ${time.toFixed(3)} s  ${megabytes ? `${megabytes.toFixed(0)} MB` : ''}\n`,
        )
        result.figures[`${name} ${contestant} s`] = rounded(time)
      }
      for (const [ratio, value] of Object.entries(ratios)) {
        process.stdout.write(`  ${ratio.padEnd(26)} ${value.toFixed(2)}\n`)
        const worst = ratio.startsWith('warm') ? Math.max : Math.min
        result.ratios[ratio] = rounded(worst(result.ratios[ratio] ?? value, value))
      }
      result.ratios.peak_mb = Math.round(Math.max(result.ratios.peak_mb ?? 0, figures.get('cold')?.megabytes ?? 0))
    } finally {
      rmSync(work, {recursive: true})
    }
  }
  return result
}

function contestants(tree: string, work: string, hasNikic: boolean): Contestant[] {
  const bin = here('../dist/bin.js')
  const [cold, warm] = [join(work, 'cold'), join(work, 'warm')]
  for (const directory of [cold, warm]) mkdirSync(directory)
  // git looks at the same files through an index of its own; nothing is written into the tree.
  const git = ['git', `--git-dir=${join(work, 'git')}`, `--work-tree=${tree}`] as const
  spawnSync('git', ['init', '--quiet', '--bare', join(work, 'git')])
  spawnSync(git[0], [...git.slice(1), 'add', '--all', '--force', '.'], {cwd: tree})
  // Our tool keeps its compiled code; so does the peer.
  const env = {NODE_COMPILE_CACHE: join(work, 'compiled')}
  return [
    {
      name: 'cold',
      command: [process.execPath, bin, 'scan', tree],
      cwd: cold,
      env,
      before: () => rmSync(join(cold, '.migrate'), {recursive: true, force: true}),
    },
    {name: 'php-parser', command: [process.execPath, here('./peers/php-parser.ts'), tree], env},
    ...(hasNikic
      ? [{name: 'nikic', command: ['php', ...JIT, here('./peers/nikic.php'), tree] as [string, ...string[]]}]
      : []),
    {name: 'warm', command: [process.execPath, bin, 'scan', tree], cwd: warm, env},
    {name: 'help', command: [process.execPath, bin, '--help'], env},
    {name: 'git status', command: [git[0], ...git.slice(1), 'status', '--porcelain'], cwd: tree},
  ]
}

const JIT = [
  '-d',
  'memory_limit=-1',
  '-d',
  'xdebug.mode=off',
  '-d',
  'opcache.enable_cli=1',
  '-d',
  'opcache.jit=tracing',
  '-d',
  'opcache.jit_buffer_size=128M',
]

function phpBytes(tree: string): number {
  const sizes = spawnSync(
    'find',
    [
      tree,
      '-type',
      'f',
      '(',
      '-name',
      '*.php',
      '-o',
      '-name',
      '*.inc',
      '-o',
      '-name',
      '*.phtml',
      ')',
      '-printf',
      '%s\n',
    ],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  )
  return sizes.stdout.split('\n').reduce((sum, line) => sum + Number(line), 0)
}
