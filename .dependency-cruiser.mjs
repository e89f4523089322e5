// Who may import whom: the arrows of ARCHITECTURE.md, checked by `pnpm check`.
const packages = [
  'contracts',
  'imaging',
  'devices',
  'kiosk-agent',
  'kiosk-ui',
  'server',
  'staff-console',
  'verify-page',
  'cli',
  'certs',
  'tests',
];
const testFiles = '\\.test\\.tsx?$|/testing/|/contract\\.ts$|^kiosk-ui/tests/';

const mayImport = {
  contracts: [],
  imaging: [],
  devices: ['contracts', 'imaging'],
  'kiosk-agent': ['contracts', 'imaging', 'devices'],
  'kiosk-ui': ['contracts', 'imaging'],
  'staff-console': ['contracts'],
  'verify-page': ['contracts'],
  server: ['contracts', 'imaging'],
  cli: ['contracts', 'imaging', 'kiosk-agent', 'server'],
  certs: [],
};

const arrows = Object.entries(mayImport).map(([from, allowed]) => ({
  name: `${from}-imports-only-${allowed.join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: testFiles },
  to: { path: `^(${packages.filter((name) => name !== from && !allowed.includes(name)).join('|')})/` },
}));

const insideServer = [
  {
    name: 'verification-never-signs',
    comment: 'The public verifier runs without any key.',
    from: '^server/(verification|validation)/',
    to: '^server/signing/',
  },
  { name: 'validation-stands-alone', from: '^server/validation/', to: '^server/(?!validation/)' },
  {
    name: 'only-http-knows-http',
    from: '^server/(?!http/|operations/|start-http\\.ts|start-verifier\\.ts|main\\.ts)',
    to: '^server/http/',
  },
  {
    name: 'private-keys-are-opened-in-one-place',
    comment:
      'What is opened goes to the gate that lends a key for one request; see issuance/authorised-keys.ts.',
    from: '^server/(?!open-keys\\.ts|operations/inspect-keys\\.ts|signing/)',
    to: '^server/signing/(key-access|pkcs12-|pkcs11/)',
  },
  {
    name: 'opened-keys-go-to-the-worker-and-to-the-seal-alone',
    from: '^server/(?!start-worker\\.ts|open-seal-keys\\.ts)',
    to: '^server/open-keys\\.ts',
  },
  { name: 'nobody-imports-main', from: '^server/(?!main\\.ts)', to: '^server/main\\.ts' },
].map(({ from, to, ...rule }) => ({
  ...rule,
  severity: 'error',
  from: { path: from, pathNot: testFiles },
  to: { path: to },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...arrows,
    ...insideServer,
    {
      name: 'real-or-simulated-is-chosen-in-main',
      severity: 'error',
      from: {
        path: '^kiosk-agent/',
        pathNot: `^kiosk-agent/main\\.ts|^kiosk-agent/composition/|${testFiles}`,
      },
      to: { path: '^devices/.*/(simulated|sane|ipp)-' },
    },
    {
      name: 'a-verifier-can-open-no-key',
      comment:
        'Whatever the verifier is composed of, directly or not: nothing that signs, decrypts or holds a secret.',
      severity: 'error',
      from: { path: '^server/start-verifier\\.ts$' },
      to: {
        path: '^server/(signing|keys|seal|issuance|decisions|renewal|delivery|jobs)/|^server/storage/objects/(envelope|file-)',
        pathNot: '^server/(signing/development-root|seal/newest-key-list)\\.ts$',
        reachable: true,
      },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: { pathNot: '^[^/]+/vite\\.config\\.ts' },
      to: { couldNotResolve: true, pathNot: '\\?|virtual:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|var|node_modules/\\.vite)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'],
    },
  },
};
