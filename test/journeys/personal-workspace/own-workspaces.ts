/** People who have connections in workspaces of their own. */
import { personalWorkspaceId } from '../../../src/broker/callers/personal-workspace.ts';
import type { Injection } from '../../../src/contract/injection-messages.ts';
import { runtimeOf } from '../runtime-of.ts';
import { ADA_AT_DEMO, BOB_AT_DEMO, type PersonId, startWorld, type World } from '../world.ts';

/** A world in which ada and bob are each connected in their own workspace, as themselves. */
export async function startPersonal(): Promise<World> {
  const world = await startWorld();
  await world.connect(world.ada, '~me', { provider: 'demo' }, ADA_AT_DEMO);
  await world.connect(world.bob, '~me', { provider: 'demo' }, BOB_AT_DEMO);
  return world;
}

export const idOf = ({ environment }: World, subject: PersonId) =>
  personalWorkspaceId({ issuer: environment.urls.identityProvider, subject });

/** The accounts that a person sees in a workspace, or the status of the refusal. */
export const accountsOf = async (world: World, person: PersonId, workspace: string) => {
  const { status, body } = await world[person].connections(workspace);
  return status === 200 ? body.connections.map(({ account }) => account) : status;
};

/** The headers that a call of the notes server gets, or the reason of the refusal. */
export async function headersFor(
  world: World,
  person: PersonId,
  workspaceId: string,
  more: object = {},
): Promise<unknown> {
  const operation = { id: world.operationId(), kind: 'call', server: 'demo-notes', tool: 'list_notes' };
  const event = { version: '1', workspaceId, operation, callerToken: world.tokens[person], ...more };
  const answer = await runtimeOf(world)(event);
  return answer.isAuthorized ? (answer.context as Injection).headers.Authorization : answer.context.reason;
}
