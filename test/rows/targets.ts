/** Which row of a world is edited, and what stands beside it. */
import type { Neighbours } from './edits.ts';
import type { World } from './prepare-world.ts';
import type { Kind, Row } from './row.ts';

/** The row of a kind that the use cases of acme use. */
export function targetOf({ rows, scenario, waiting }: World, kind: Kind): Row {
  const { provider, app } = scenario;
  const owner = app === 'verified' ? 'verified' : 'acme';
  const version = app === 'verified' ? 1 : 2;
  const wanted: Partial<Record<Kind, object>> = {
    connection: { workspaceId: 'acme', connectionId: provider },
    consentSession: { sessionId: waiting.further.sessionId },
    oauthApp: { owner, provider, version },
    server: { workspaceId: 'acme', serverId: 'crm' },
    appPolicy: { workspaceId: 'acme' },
  };
  const members = Object.entries(wanted[kind] ?? {}) as [string, unknown][];
  const row = rows.find(
    (each) =>
      each.kind === kind &&
      members.every(([name, value]) => (each.key as Record<string, unknown>)[name] === value),
  );
  if (!row) throw new Error(`the world has no row of the kind ${kind}`);
  return row;
}

/** The other rows of its kind, those of an earlier generation too, and every sealed value that there is. */
export function neighboursOf({ rows, older }: World, row: Row): Neighbours {
  const all = [...rows, ...older];
  const bytes = all.flatMap(({ record }) =>
    Object.values(record).filter((value) => value instanceof Uint8Array),
  );
  return { rows: all.filter((each) => each.kind === row.kind && each !== row), bytes };
}
