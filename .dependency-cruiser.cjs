// The import rules of ARCHITECTURE.md. Each has its reason in its comment; `npm run check` enforces them.
const DISK_AND_NETWORK = '^(node:)?(fs|fs/promises|net|http|https|tls|dgram|child_process|worker_threads|cluster)$'

const only = (name, comment, from, to) => ({name, comment, severity: 'error', from: {path: '^src', pathNot: from}, to})
const never = (name, comment, from, to) => ({name, comment, severity: 'error', from: {path: from}, to})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Values flow one way; a cycle means two ideas are one.',
      severity: 'error',
      from: {},
      to: {circular: true},
    },
    {
      name: 'resolvable',
      comment: 'An import that does not resolve is a broken build.',
      severity: 'error',
      from: {},
      to: {couldNotResolve: true},
    },
    {
      name: 'declared',
      comment: 'A package that is not in package.json is not on the user’s machine.',
      severity: 'error',
      from: {path: '^src'},
      to: {dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev']},
    },
    only('sql-in-ledger', 'Only the ledger speaks SQL, so the schema can change in one place.', '^src/ledger/', {
      path: 'node_modules/better-sqlite3',
    }),
    only(
      'php-parser-in-deep',
      'The second parser serves the deep view of one page; what a scan knows comes from our own tokens.',
      '^src/scan/deep/parse\\.ts$',
      {path: 'node_modules/php-parser'},
    ),
    only(
      'oclif-at-the-door',
      'The steps must be usable without a command line.',
      '^src/(commands/|base-command\\.ts|emit-command\\.ts|bin\\.ts|manifest\\.ts)',
      {path: 'node_modules/@oclif'},
    ),
    never(
      'nothing-imports-commands',
      'Commands are where the steps meet; nothing stands on them.',
      '^src/(?!commands/)',
      {path: '^src/commands/'},
    ),
    never('runtime-alone', 'The runtime is in production without the CLI: Node, src/php and itself.', '^src/runtime/', {
      path: '^(src|node_modules)/',
      pathNot: '^(src/(runtime|php)/|node_modules/(koffi|@redis/client|@types/node)/)',
    }),
    never('php-alone', 'PHP semantics are pure functions.', '^src/php/', {path: '.', pathNot: '^src/php/'}),
    never('routes-pure', 'Same ledger, same routes: no disk, no network.', '^src/routes/', {path: DISK_AND_NETWORK}),
    never('servers-pure', 'Same routes, same text: no disk, no network.', '^src/servers/', {path: DISK_AND_NETWORK}),
    never('routes-only', 'A route is made from pages alone.', '^src/routes/', {
      path: '^src/',
      pathNot: '^src/(routes/|page\\.ts|errors\\.ts|ledger/types\\.ts)',
    }),
    never('servers-only', 'Configuration is made from routes alone.', '^src/servers/', {
      path: '^src/',
      pathNot: '^src/(servers/|routes/|page\\.ts|errors\\.ts)',
    }),
    never('scan-first', 'The scan knows files and facts, not what becomes of them.', '^src/scan/', {
      path: '^src/',
      pathNot: '^src/(scan/|page\\.ts|errors\\.ts|progress\\.ts)',
    }),
    never(
      'ledger-types-only',
      'The ledger stores facts; it uses the scan’s types, never its workings.',
      '^src/ledger/',
      {path: '^src/', pathNot: '^src/(ledger/|scan/types\\.ts|page\\.ts|errors\\.ts)'},
    ),
    never('publish-text', 'Publishing writes text that the servers made; it decides nothing.', '^src/publish/', {
      path: '^src/',
      pathNot: '^src/(publish/|servers/|errors\\.ts)',
    }),
    never(
      'doctor-asks',
      'The doctor asks PHP and uses the runtime as the backend does; it knows no page.',
      '^src/doctor/',
      {
        path: '^src/',
        pathNot: '^src/(doctor/|runtime/|publish/|page\\.ts|errors\\.ts)',
      },
    ),
    never('report-reads', 'A report is made from values; it opens nothing and changes nothing.', '^src/report/', {
      path: '^src/(?!report/|page\\.ts|progress\\.ts)',
      pathNot: '/types\\.ts$|^src/scaffold/scaffold\\.ts$',
    }),
    never('report-pure', 'Same values, same text: no disk, no network.', '^src/report/', {path: DISK_AND_NETWORK}),
    never('scaffold-after-ledger', 'A handler is written from a ledger page.', '^src/scaffold/', {
      path: '^src/',
      pathNot: '^src/(scaffold/|ledger/types\\.ts|scan/types\\.ts|page\\.ts|errors\\.ts|publish/)',
    }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    doNotFollow: {path: 'node_modules'},
    enhancedResolveOptions: {conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports']},
  },
}
