/** Xero, whose accounts reach several organisations (its tenants): what a test reads, chooses and is refused. */
import { accountEndpoint } from '../../../local/scripted-providers/account-endpoint.ts';
import { xero } from '../../../local/scripted-providers/providers/xero.ts';
import type { ScriptedProvider } from '../../../local/scripted-providers/scripted-provider.ts';
import type { Caller } from '../../../src/broker/caller.ts';
import { chooseTenant } from '../../../src/broker/connect/choose-tenant.ts';
import { describeConnection } from '../../../src/broker/connection/describe-connection.ts';
import { answerInjection } from '../../../src/broker/inject/answer-injection.ts';
import type { Connection } from '../../../src/broker/records.ts';
import { ADMIN, WORKSPACE, type World } from '../world.ts';

export const XERO_KEY = { workspaceId: WORKSPACE, connectionId: 'xero' };

/** Xero with another list of organisations. Each request calls `list`, so that a test can change the list between two consents. */
export function xeroWith(list: () => unknown): ScriptedProvider {
  const answer: NonNullable<ScriptedProvider['endpoints']>[string] = (request, session) =>
    accountEndpoint({ account: list() as object, refused: { status: 401, body: '' } })(request, session);
  return { ...xero, endpoints: { ...xero.endpoints, 'GET api.xero.com/connections': answer } };
}

/** One organisation, as Xero lists it. */
export const xeroTenant = (number: number, tenantName = `Company ${number}`) => ({
  tenantId: `11aa22bb-33cc-44dd-85ee-${String(number).padStart(12, '0')}`,
  tenantName,
});

/** The row of the connection. */
export async function read({ ports }: World): Promise<Connection> {
  const record = await ports.connections.read(XERO_KEY);
  if (!record) throw new Error('no connection');
  return record;
}

/** The choice that the API shows for this row. */
export const choiceIn = (record: Connection) => describeConnection('xero', record).choice;

/** Chooses from the list that the row has now, as the admin, if the test says nothing else. */
export async function choose(
  world: World,
  index: number,
  { caller = ADMIN, choice }: { caller?: Caller; choice?: string } = {},
): Promise<Connection> {
  const id = choice ?? choiceIn(await read(world))?.id ?? '';
  return chooseTenant(world.ports, { key: XERO_KEY, caller, choice: id, index });
}

/** What a call is told that gets no token; undefined for a call that gets one. */
export async function refusal({ ports, operationId }: World, server = 'provider:xero') {
  const operation = { id: operationId(), kind: 'call', server, tool: 'any' };
  const event = { version: '1', workspaceId: WORKSPACE, operation };
  const answer = await answerInjection({ ...ports, verifyCaller: undefined }, event);
  return answer.isAuthorized ? undefined : answer.context;
}
