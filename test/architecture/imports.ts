/** Which part of the repository may import which (docs/architecture.md), as a pure function of (file, import) pairs. */
import { posix } from 'node:path';
import type { Source } from './sources.ts';

export interface Import {
  /** The importing file, from the repository's root. */
  file: string;
  /** A file of the repository, from its root; or a package's or built-in's name, as it is written. */
  target: string;
}

/** `import … from '…'` and `export … from '…'`, types too; `import '…'`; `import('…')`; a module of Node by `process`. */
const STATEMENTS = [
  /^\s*(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"\n]+)['"]/gm,
  /^\s*import\s*['"]([^'"\n]+)['"]/gm,
  /\bimport\s*\(\s*['"]([^'"\n]+)['"]/g,
  /\bprocess\.getBuiltinModule\(\s*['"]([^'"\n]+)['"]/g,
];

export function importsOf({ file, text }: Source): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = STATEMENTS.flatMap((statement) => [...code.matchAll(statement)]);
  return found.map(([, specifier = '']) => ({ file, target: resolved(file, specifier) }));
}

function resolved(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
}

interface Layer {
  /** Files of the repository that it may import: folders, or single files. Its own folder always. */
  modules: string[];
  /** Packages and built-ins: their names, or the beginning of names that end in `/`. Absent: any that is not for AWS alone. */
  packages?: string[];
}

const EVERYTHING_IN_SRC = ['src/'];
const BUILT_IN_FOR_A_SERVER = ['node:crypto', 'node:http', 'node:net', 'node:util'];

export const LAYERS: Record<string, Layer> = {
  'src/contract/': { modules: [], packages: ['zod'] },
  'src/vault/': { modules: ['src/contract/'], packages: ['node:crypto', 'node:util'] },
  'src/oauth/': {
    modules: ['src/contract/', 'src/vault/'],
    packages: ['jose', 'oauth4webapi', 'node:crypto'],
  },
  'src/providers/': { modules: ['src/contract/', 'src/oauth/'], packages: ['tldts'] },
  'src/broker/': {
    modules: ['src/contract/', 'src/vault/', 'src/oauth/', 'src/providers/'],
    packages: ['zod', 'valibot', 'node:crypto', 'node:util'],
  },
  'src/http/': {
    modules: ['src/contract/', 'src/vault/', 'src/broker/', 'src/trial/'],
    packages: ['zod', 'hono', 'hono/', '@hono/zod-openapi', '@asteasolutions/zod-to-openapi'],
  },
  // The broker's own client of MCP servers. It sends nothing itself.
  'src/mcp/': {
    modules: ['client/src/outgoing-request.ts'],
    packages: ['@modelcontextprotocol/client'],
  },
  // A runtime of one call: it sends with the client package, and knows of the use cases the ground.
  'src/trial/': {
    modules: [
      'src/contract/',
      'src/oauth/provider-fetch.ts',
      'src/broker/errors.ts',
      'src/broker/error-name.ts',
      'src/broker/limits.ts',
      'src/broker/ports.ts',
      'src/mcp/',
      'src/broker/tools/definition-fingerprint.ts',
      'client/src/',
    ],
    packages: ['@modelcontextprotocol/client'],
  },
  // A runtime for people's own clients: it calls servers with the client package, and has no table and no key of the vault.
  'src/endpoint/': {
    modules: [
      'src/contract/',
      'src/vault/mac-text.ts',
      'src/vault/mac.ts',
      'src/broker/caller.ts',
      'src/broker/callers/personal-workspace.ts',
      'src/broker/errors.ts',
      'src/broker/error-name.ts',
      'src/broker/ports.ts',
      'src/mcp/',
      'src/broker/tools/definition-fingerprint.ts',
      'client/src/index.ts',
      'client/src/system.ts',
    ],
    packages: [
      '@modelcontextprotocol/client',
      '@modelcontextprotocol/node',
      '@modelcontextprotocol/server',
      'node:crypto',
      'node:http',
    ],
  },
  // Adapters: of the use cases they know the ports.
  'src/aws/': {
    modules: ['src/contract/', 'src/vault/', 'src/broker/'],
    // Beside the SDK: how its requests go over the wire.
    packages: ['@aws-sdk/', '@smithy/signature-v4', 'node:crypto', 'node:http', 'node:https', 'node:net'],
  },
  'src/system/': {
    modules: ['src/contract/', 'src/broker/ports.ts'],
    packages: ['node:crypto'],
  },
  'src/egress/': {
    modules: ['src/oauth/provider-fetch.ts', 'src/broker/ports.ts'],
    packages: [
      'ipaddr.js',
      'node:dns',
      'node:dns/promises',
      'node:http',
      'node:https',
      'node:net',
      'node:tls',
    ],
  },
  // Stands in the bundles for a package, and is made of its files.
  'lambdas/bundled/': { modules: [], packages: ['node_modules/zod/v4/'] },
  'lambdas/': {
    modules: [...EVERYTHING_IN_SRC, 'client/src/index.ts'],
    packages: ['@aws-sdk/', '@middy/core', '@middy/core/StreamifyResponse', 'hono/aws-lambda'],
  },
  'local/scripted-providers/': {
    modules: [],
    packages: ['node:crypto', 'node:http', 'node:stream/consumers'],
  },
  // How every program reads its arguments.
  'command-line/': { modules: [], packages: ['node:util'] },
  'local/': { modules: [...EVERYTHING_IN_SRC, 'command-line/', 'dashboard/', 'client/src/'] },
  // What an operator runs against a deployed stage, whose settings are in lib.
  'ops/': {
    modules: [...EVERYTHING_IN_SRC, 'command-line/', 'lib/stages.ts', 'lib/stage-error.ts', 'lib/settings/'],
  },
  'lib/functions/code/built-in-servers.ts': {
    modules: ['src/contract/', 'src/providers/', 'lib/stage-error.ts'],
    packages: ['node:crypto', 'node:fs', 'node:path'],
  },
  'lib/': {
    modules: ['src/contract/'],
    // Files and a process: the dashboard's build, and what a package of the construct brings built.
    packages: [
      'aws-cdk-lib',
      'aws-cdk-lib/',
      'constructs',
      'cdk-nag',
      'node:child_process',
      'node:fs',
      'node:path',
      'node:url',
    ],
  },
  'bin/': { modules: ['lib/'], packages: ['aws-cdk-lib', 'aws-cdk-lib/', 'cdk-nag'] },
  // A command beside a gateway: it judges an operation as the authorizer does, and reads its own files.
  'client/src/door/': {
    modules: [
      'src/contract/authorizer.ts',
      'src/contract/injection-messages.ts',
      'src/broker/authorize/mcp-operation.ts',
      'client/src/',
    ],
    packages: ['node:crypto', 'node:fs', 'node:http', 'node:net', 'node:util'],
  },
  // What a runtime bundles: no schema library, and of MCP only the shapes that it names itself.
  'client/src/': {
    modules: ['src/contract/injection-messages.ts', 'src/contract/servers/process-variables.ts'],
    packages: ['@aws-sdk/client-lambda', 'node:crypto', 'node:timers/promises', 'node:util'],
  },
  // Starts the tests of another language.
  'clients/python/': { modules: [], packages: ['node:child_process', 'node:crypto', 'node:fs'] },
  // What proves a client in any language: it knows the contract from outside alone.
  'clients/': {
    modules: ['command-line/'],
    packages: [
      'node:crypto',
      'node:fs',
      'node:http',
      'node:net',
      'node:stream/consumers',
      'node:timers/promises',
      'node:zlib',
    ],
  },
  'client/build.ts': { modules: ['command-line/'] },
  'client/': { modules: ['src/contract/'] },
  // An example knows what a stranger would, but for its arguments. Only its command borrows a local token.
  'examples/mcp-client/call.ts': {
    modules: ['examples/', 'command-line/', 'local/mint-token.ts', 'local/state-folders.ts'],
  },
  'examples/': {
    modules: ['client/src/index.ts', 'command-line/'],
    packages: ['@aws-sdk/client-lambda', '@modelcontextprotocol/', 'jose', ...BUILT_IN_FOR_A_SERVER],
  },
  'dashboard/': { modules: ['src/contract/'] },
};

/** What only the CDK app may bring in, however free a folder is otherwise. */
const FOR_SYNTHESIS_ALONE = ['aws-cdk-lib', 'constructs', 'cdk-nag'];

export function violationsOf(imports: readonly Import[]): string[] {
  return imports.flatMap(({ file, target }) => (allowed(file, target) ? [] : [`${file} imports ${target}`]));
}

function allowed(file: string, target: string): boolean {
  const [folder, layer] = Object.entries(LAYERS).find(([name]) => file.startsWith(name)) ?? [];
  if (!folder || !layer) return false;
  if (isOfRepository(target)) return [folder, ...layer.modules].some((prefix) => target.startsWith(prefix));
  if (layer.packages) return layer.packages.some((name) => isOrIsUnder(target, name));
  return !FOR_SYNTHESIS_ALONE.some((name) => target === name || target.startsWith(`${name}/`));
}

const isOrIsUnder = (target: string, name: string) =>
  name.endsWith('/') ? target.startsWith(name) : target === name;

function isOfRepository(target: string): boolean {
  return /\.(ts|tsx|css|json|svg)$/.test(target) && target.includes('/');
}
