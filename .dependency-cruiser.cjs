const { join } = require('node:path');

/** Who may import whom (docs/architecture.md). Read by `depcruise` in `npm test`. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: [from, ...allowed] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('contract-imports-nothing-of-ours', '^src/contract/', []),
    only('engine-imports-contract', '^src/engine/', ['^src/contract/']),
    only('main-imports-engine-and-contract', '^src/main/', ['^src/engine/', '^src/contract/']),
    only('preload-imports-contract', '^src/preload/', ['^src/contract/']),
    only('renderer-imports-contract', '^src/renderer/', ['^src/contract/']),
    {
      name: 'engine-takes-only-types-from-contract',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: '^src/contract/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-node-in-pure-code',
      severity: 'error',
      from: { path: '^src/(engine|contract|renderer)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-only-in-its-host',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/hosts/electron/', '^src/preload/'] },
      to: { path: '(^|/)electron($|/)', pathNot: ['^src/main/hosts/electron/'] },
    },
    {
      name: 'hosts-know-nothing-of-training',
      severity: 'error',
      from: { path: '^src/main/hosts/' },
      to: { path: '^src/main/training/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.node.json') },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte.ts', '.svelte', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'types', 'node', 'default'],
    },
    // Vite's suffix on worker imports.
    builtInModules: { add: ['electron'] },
  },
};
