/** A workspace's own OAuth app (BYO): versions of a client id, each with a secret. */
import { VERIFIED } from '../contract/identifiers.ts';
import type { Secret } from '../vault/secret.ts';
import { type Caller, requireRole } from './caller.ts';
import { refuseDeletedWorkspace } from './delete-workspace.ts';
import { Problem } from './errors.ts';
import { newId } from './new-id.ts';
import type { AppKey, Ports } from './ports.ts';
import { recordActivity } from './record-activity.ts';
import type { OAuthApp } from './records.ts';
import { appSecretPlace } from './sealed-places.ts';

type Needs = Pick<
  Ports,
  'apps' | 'catalogue' | 'workspaceMarks' | 'vault' | 'activity' | 'clock' | 'random' | 'log'
>;

export interface PutAppInput {
  caller: Caller;
  workspaceId: string;
  provider: string;
  clientId: string;
  clientSecret: Secret;
}

/**
 * The same client id replaces the secret in place, and serves the existing connections at once; another client id makes
 * a new version, and the connections of the old one stay on it (T023).
 */
export async function putOAuthApp(ports: Needs, input: PutAppInput): Promise<OAuthApp> {
  requireRole(input.caller, input.workspaceId, 'admin');
  if (!ports.catalogue.has(input.provider)) throw new Problem('unknown_provider');
  await refuseDeletedWorkspace(ports, input.workspaceId);
  await refusePlatformClient(ports, input);
  const newest = await ports.apps.newest(input.workspaceId, input.provider);
  const app = newest?.clientId === input.clientId ? newest : newVersion(ports, input, newest);
  await store(ports, input, app, newest);
  await recordActivity(ports, input.workspaceId, {
    type: 'oauth_app_put',
    provider: input.provider,
    actor: input.caller.subject,
  });
  return app;
}

/** Whoever could name the platform's client as their own could redeem codes of its users (T018). */
async function refusePlatformClient({ apps }: Needs, { provider, clientId }: PutAppInput): Promise<void> {
  const verified = await apps.newest(VERIFIED, provider);
  if (verified?.clientId === clientId) throw new Problem('client_id_reserved');
}

function newVersion(
  { clock }: Needs,
  { provider, clientId }: PutAppInput,
  newest: OAuthApp | undefined,
): OAuthApp {
  const now = clock.now();
  return { provider, version: (newest?.version ?? 0) + 1, clientId, createdAt: now, secretSetAt: now };
}

async function store(
  ports: Needs,
  input: PutAppInput,
  app: OAuthApp,
  newest: OAuthApp | undefined,
): Promise<void> {
  const key: AppKey = { owner: input.workspaceId, provider: input.provider, version: app.version };
  const seal = await ports.vault.sealer();
  const isNew = app.version !== newest?.version;
  const stored = await ports.apps.change(key, {
    expect: isNew ? { clientId: { absent: true } } : { clientId: { is: app.clientId } },
    set: {
      ...app,
      secretSetAt: ports.clock.now(),
      sealedSecret: seal(appSecretPlace(key), input.clientSecret),
    },
    writeId: newId(ports),
  });
  if (!stored) throw new Problem('app_changed');
}
