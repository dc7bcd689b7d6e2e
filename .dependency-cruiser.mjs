/** Who may import whom: one reason each. Tests may import what they test, so they are left out. */
const TESTS = '(\\.test\\.ts$|/testing/)';
const only = (from, allowed, comment) => ({
  name: `${from.replaceAll('/', '-')}-imports`,
  severity: 'error',
  comment,
  from: { path: `^${from}/`, pathNot: TESTS },
  to: { path: '^(src|packages|apps|test)/', pathNot: [from, ...allowed].map((place) => `^${place}(/|\\.ts$)`) },
});
const noPackages = (from, comment) => ({
  name: `${from.replaceAll('/', '-')}-needs-no-package`,
  severity: 'error',
  comment,
  from: { path: `^${from}/`, pathNot: TESTS },
  to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'] },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no first file to read.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      comment: 'An import that cannot be found fails at run time only.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      severity: 'error',
      comment: 'A package that another one brings along can vanish with its next version.',
      from: { path: '^(src|packages|apps)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-package-in-product',
      severity: 'error',
      comment: 'Development packages are not installed in production.',
      from: { path: '^(src|packages|apps)/', pathNot: [TESTS, '/generate-[a-z]+\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^(packages|apps)/' },
    },
    {
      name: 'graphile-worker-is-loaded-in-one-place',
      severity: 'error',
      comment:
        'It runs settings that it finds in the working directory; src/infra/graphile-worker.ts keeps it from that.',
      from: { path: '^(src|packages|apps)/', pathNot: '^src/infra/graphile-worker\\.ts$' },
      to: { path: '(^|/)graphile-worker(/|$)', dependencyTypesNot: ['type-only', 'type-import'] },
    },
    only('src/domain', [], 'The domain is pure: it can be tested, simulated and proved without a world around it.'),
    noPackages('src/domain', 'The domain is pure: no I/O, no Node, no npm.'),
    only('src/infra', [], 'Infrastructure knows npm and Node only, so that it can be swapped.'),
    only('src/store', ['src/domain', 'src/infra'], 'The store is the only folder with SQL and knows nobody above it.'),
    {
      name: 'connectors-imports',
      severity: 'error',
      comment: 'A connector reaches the world through its context only, never the store, fetch or timers.',
      from: { path: '^src/connectors/', pathNot: TESTS },
      to: { path: '^(src|packages|apps|test)/', pathNot: '^(src/(connectors|domain)|packages/bank-files)/' },
    },
    {
      name: 'connectors-stay-apart',
      severity: 'error',
      comment: 'A connector that leans on another one cannot be read or removed alone.',
      from: { path: '^src/connectors/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/connectors/[^/]+/', pathNot: '^src/connectors/$1/' },
    },
    noPackages('src/connectors/http-export', 'A connector gets clock, HTTP and evidence from its context.'),
    only(
      'src/ingest',
      ['src/domain', 'src/store', 'src/infra', 'src/connectors/contract'],
      'The pipeline knows sources by their contract only.',
    ),
    {
      name: 'ingest-flows-one-way',
      severity: 'error',
      comment: 'What is read of an account, and how codes are got, knows neither who asked nor what is done with it.',
      from: { path: '^src/ingest/(accounts|mfa|commit)/', pathNot: TESTS },
      to: { path: '^src/ingest/(session|files|file-source|commit)/', pathNot: '^src/ingest/$1/' },
    },
    only(
      'src/webhooks',
      ['src/domain', 'src/store', 'src/infra'],
      'Sending works off what is stored, and knows neither the pipeline nor the API.',
    ),
    only(
      'src/backup',
      ['src/store', 'src/infra'],
      'A backup is the database and the evidence as they lie there; it knows nothing of what they mean.',
    ),
    only(
      'src/doctor',
      ['src/store', 'src/domain', 'src/infra'],
      'Checks look and tell; what is looked at is put together in src/composition/diagnosis.ts.',
    ),
    only(
      'src/commands',
      ['src/domain', 'src/store', 'src/connectors/contract', 'src/infra/database'],
      'A command is one transaction over the store.',
    ),
    only(
      'src/jobs',
      ['src/ingest', 'src/commands', 'src/store', 'src/infra'],
      'Jobs name what runs when; the work itself is elsewhere.',
    ),
    only(
      'src/api',
      ['src/commands', 'src/store', 'src/domain', 'src/infra'],
      'Reads go route → store → presenter, writes go route → command; never into the pipeline.',
    ),
    only(
      'src/cli',
      [
        'src/main',
        'src/backup/manifest',
        'src/doctor/finding',
        'src/config',
        'src/version',
        'src/infra',
        'src/commands',
        'src/store',
        'src/domain',
        'src/api/contract/types.generated',
        'src/webhooks/signature',
        'packages/client',
        'packages/bank-files',
      ],
      'The command line speaks to the API as a client, to the local installation through commands, and reads files by itself.',
    ),
    only('packages/bank-files', [], 'A publishable package carries no server.'),
    only('packages/client', [], 'A publishable client carries no server.'),
    only('packages/bank-simulator', [], 'The simulator is pure and stands alone.'),
    only(
      'apps/demo-bank',
      ['packages/bank-simulator', 'packages/bank-files'],
      'A bank writes files, and knows nothing of those who connect to it.',
    ),
    only('apps/console', [], 'The pages know the server by its contract only, of which their types are generated.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^apps/console/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
