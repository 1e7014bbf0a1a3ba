/**
 * Judges what comes in at the injector's door, as the schemas of the contract do (src/contract/injection.ts). The injector starts
 * with this file, and zod would be a tenth of its start; a test compares the two.
 */
import * as v from 'valibot';
import {
  CONNECTION_ID,
  NAMED_WORKSPACE,
  SCOPE_TOKEN,
  SERVER_ID,
  TOKEN_256,
  UUID_V7,
} from '../../contract/identifiers.ts';
import type {
  CheckRequest,
  InjectionRequest,
  ListedRequest,
  ServersRequest,
} from '../../contract/injection-messages.ts';
import { matching } from '../texts.ts';

const upTo = (characters: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(characters));
const generation = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const scopes = v.pipe(v.array(matching(SCOPE_TOKEN)), v.maxLength(50));
const callerToken = v.optional(upTo(8192));
const about = {
  id: matching(UUID_V7),
  server: matching(SERVER_ID),
  host: v.optional(upTo(260)),
};

const injectionRequest = v.strictObject({
  version: v.literal('1'),
  workspaceId: matching(NAMED_WORKSPACE),
  operation: v.variant('kind', [
    v.strictObject({ ...about, kind: v.literal('call'), tool: upTo(128) }),
    v.strictObject({ ...about, kind: v.literal('discovery') }),
  ]),
  connectionId: v.optional(matching(CONNECTION_ID)),
  scopes: v.optional(scopes),
  rejectedGeneration: v.optional(generation),
  challengedScopes: v.optional(v.pipe(scopes, v.minLength(1))),
  challengedGeneration: v.optional(generation),
  callerToken,
  trial: v.optional(v.literal(true)),
});

const checkRequest = v.strictObject({
  version: v.literal('1'),
  workspaceId: matching(NAMED_WORKSPACE),
  check: v.pipe(v.array(matching(SERVER_ID)), v.minLength(1), v.maxLength(50)),
  callerToken,
});

const serversRequest = v.strictObject({
  version: v.literal('1'),
  workspaceId: matching(NAMED_WORKSPACE),
  servers: v.literal(true),
  callerToken,
});

const listedRequest = v.strictObject({
  version: v.literal('1'),
  workspaceId: matching(NAMED_WORKSPACE),
  listed: v.strictObject({
    server: matching(SERVER_ID),
    tools: v.pipe(
      v.array(v.strictObject({ name: upTo(128), fingerprint: matching(TOKEN_256) })),
      v.maxLength(256),
    ),
  }),
  callerToken,
});

/** The injection request that an event is. Undefined: it is none. Pure. */
export function readInjectionRequest(event: unknown): InjectionRequest | undefined {
  const { success, output } = v.safeParse(injectionRequest, event);
  return success ? output : undefined;
}

/** The check request that an event is. Undefined: it is none. Pure. */
export function readCheckRequest(event: unknown): CheckRequest | undefined {
  const { success, output } = v.safeParse(checkRequest, event);
  return success ? output : undefined;
}

/** The question for all servers that an event is. Undefined: it is none. Pure. */
export function readServersRequest(event: unknown): ServersRequest | undefined {
  const { success, output } = v.safeParse(serversRequest, event);
  return success ? output : undefined;
}

/** What a runtime saw, that an event is. Undefined: it is none. Pure. */
export function readListedRequest(event: unknown): ListedRequest | undefined {
  const { success, output } = v.safeParse(listedRequest, event);
  return success ? output : undefined;
}
