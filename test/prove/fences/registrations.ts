/** Registrations of MCP servers, and the one truth of which account a server uses. */
import type { Fence } from './fence.ts';

const REGISTRATIONS = 'test/journeys/server-registrations.test.ts';
const CONNECTABLE = 'test/journeys/connectable-providers.test.ts';
const CHOICES = 'test/journeys/server-choices.test.ts';
const CATALOGUE = 'test/client/catalogue-registrations.test.ts';

export const REGISTRATION_FENCES: readonly Fence[] = [
  {
    what: 'a server that nobody gave an address gets no token',
    file: 'src/broker/inject/check-operation.ts',
    fence: "  if (isWithoutAddress(registration)) return 'unknown_server';\n",
    without: '',
    test: CHOICES,
    name: 'has the address that an admin gives it',
  },
  {
    what: 'a server that has an address keeps it',
    file: 'src/contract/servers/server-address.ts',
    fence: ' || host === undefined || !isWithoutAddress(registration)) return registration;',
    without: ' || host === undefined) return registration;',
    test: CHOICES,
    name: 'keeps its address',
  },
  {
    what: 'an account is of the provider of its server',
    file: 'src/broker/servers/find-server.ts',
    fence: 'const isFit = chosen !== undefined && isOfProvider(chosen, provider);',
    without: 'const isFit = chosen !== undefined;',
    test: CHOICES,
    name: 'of another provider is none',
  },
  {
    what: 'the choice of an account is proved',
    file: 'src/broker/servers/own-servers.ts',
    fence: '  await vault.open(serverPlace(key, serverDestination(record)), record.seal);\n',
    without: '',
    test: CHOICES,
    name: 'that nobody with a key wrote',
  },
  {
    what: 'a scope that no consent can grant is not registered',
    file: 'src/broker/servers/server-of-body.ts',
    fence: 'return listed.has(scope) ? [] : [',
    without: 'return listed.size > -1 ? [] : [',
    test: REGISTRATIONS,
    name: 'scopes that nobody can grant',
  },
  {
    what: 'one blank does not make two scopes of one',
    file: 'src/oauth/scopes.ts',
    fence: 'return SCOPE_TOKEN.test(text) && !text.includes(',
    without: 'return text !== "" || !text.includes(',
    test: CONNECTABLE,
    name: 'with an own app for any well-formed scope',
  },
  {
    what: 'what was read of a server is forgotten after five seconds',
    file: 'src/broker/servers/own-servers.ts',
    fence: 'if (cached && clock.now() - cached.since < LIMITS.ownServerAge) return cached.found;',
    without: 'if (cached) return cached.found;',
    test: CHOICES,
    name: 'is kept for five seconds',
  },
  {
    what: 'a spawned server’s hosts are no hosts of the runtime',
    file: 'src/providers/mcp-server.ts',
    fence: "    allowedHosts: [],\n    apiHosts,\n    placements: [{ in: 'header'",
    without: "    allowedHosts: apiHosts,\n    placements: [{ in: 'header'",
    test: CATALOGUE,
    name: 'gets the token through the client function of its binding',
  },
  {
    what: 'nothing is ticked because a link says so',
    file: 'dashboard/src/consent/wish.ts',
    fence: 'const needed = (server?.scopes ?? []).filter(',
    without: 'const needed = [...(server?.scopes ?? []), ...(link.scopes ?? [])].filter(',
    test: 'test/local/page/links.test.ts',
    name: 'T234: has ticked what the stored registration wants',
    proves: ['T234'],
  },
];
