/** The dependency rule of docs/architecture.md: dependencies point inward. */
const pure =
  '^(devices/|src/(sensing|governance|geography|identity|tabular)/(?!adapters/)|src/notifications/(?!adapters/|webhooks/(deliver|target-networks)\\.ts|open-deliveries\\.ts)|src/attachments/(public-copy/|metadata/|read-photo|media-type|exif|named|far-from-point|uploads/tus)|src/decider\\.ts|src/event-store/event-store\\.ts)';
const io = '^(src/(platform/(postgres|embedded|http)|ingest|api|processes|cli|main|demo)|projections)';
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-core-does-no-io',
      comment: 'Deciders, rules and codecs import types, zod and pure libraries only.',
      severity: 'error',
      from: { path: pure, pathNot: '\\.test\\.ts$' },
      to: { path: `${io}|^node_modules/(postgres|drizzle-orm|hono|@hono|aedes|mqtt|ws|pino)/` },
    },
    {
      name: 'pure-core-uses-no-node-io',
      severity: 'error',
      from: { path: pure, pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib)$' },
    },
    {
      name: 'projections-know-events-only',
      severity: 'error',
      from: { path: '^projections/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(ingest|api|processes|cli|main|demo)' },
    },
    {
      name: 'only-composition-roots-know-everything',
      severity: 'error',
      from: { pathNot: '^(src/(main|cli|demo|testing|e2e)|bench|simulators)|\\.test\\.ts$' },
      to: { path: '^src/(main|cli)\\.ts$' },
    },
    {
      name: 'event-store-knows-no-context',
      severity: 'error',
      from: { path: '^src/event-store/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(src/(sensing|governance|geography|identity|ingest|api|processes)|projections|devices)/',
      },
    },
    {
      name: 'the-reckoning-knows-nothing-of-the-product',
      comment: 'What checks the product against its log shares no code with it.',
      severity: 'error',
      from: { path: '^simulators/city/reckoning/' },
      to: { path: '^(src|projections|devices|simulators|bench)/', pathNot: '^simulators/city/reckoning/' },
    },
    {
      name: 'product-does-not-import-test-code',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$|^src/(testing|e2e)/' },
      to: { path: '\\.test\\.ts$|^src/(testing|e2e)/' },
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
