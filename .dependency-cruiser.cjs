/** Who may import whom: one row per folder of src/; what is not listed is an error (ARCHITECTURE.md). */
const may = {
  sip: [],
  contract: ['sip'],
  filter: ['sip', 'contract'],
  engine: ['sip', 'contract', 'filter'],
  renderer: ['sip', 'contract', 'filter'],
  preload: ['contract'],
  main: ['contract'],
  web: ['contract', 'engine'],
  cli: ['contract', 'filter', 'engine'],
  demo: ['sip', 'contract'],
  sensor: ['sip', 'contract'],
  feed: ['contract'],
}

const folder = ([name, targets]) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `src/${name} may import only: ${targets.join(', ') || 'itself'}`,
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: `^src/(${[name, ...targets].join('|')})/` },
})

module.exports = {
  forbidden: [
    ...Object.entries(may).map(folder),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'electron-only-in-shell',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: '(^|/)node_modules/electron(/|$)|^electron$' },
    },
    {
      name: 'pure-folders',
      severity: 'error',
      comment: 'sip, contract and filter use no runtime API',
      from: { path: '^src/(sip|contract|filter)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sqlite-only-in-stores',
      severity: 'error',
      comment: 'SQL stays in engine/store and feed/ledger',
      from: { path: '^src/', pathNot: '^src/(engine/store|feed/ledger)/' },
      to: { path: 'node_modules/better-sqlite3' },
    },
    {
      name: 'engine-speaks-one-wire',
      severity: 'error',
      comment: 'the sensor never sees the console contract or the ledger',
      from: { path: '^src/sensor/' },
      to: { path: '^src/contract/(console|ledger|rpc)/' },
    },
    { name: 'not-to-test', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench|scripts)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.vue', '.js', '.json'] },
  },
}
