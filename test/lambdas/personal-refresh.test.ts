/** What token-refresh is asked of a connection of a personal workspace. Covers src/contract/refresh.ts. */
import { expect, it } from 'vitest';
import { personalWorkspaceId } from '../../src/broker/callers/personal-workspace.ts';
import { RefreshRequest, RevocationRequest } from '../../src/contract/refresh.ts';

const workspaceId = personalWorkspaceId({ issuer: 'https://id.example', subject: 'ada' });
const key = { version: '1', workspaceId, connectionId: 'google' };

it('is taken as of any other: a refresh on demand, and a revocation', () => {
  expect(RefreshRequest.safeParse({ ...key, kind: 'connection', generation: 3 }).success).toBe(true);
  expect(RevocationRequest.safeParse({ ...key, kind: 'revocation', epoch: 2 }).success).toBe(true);
});

it.each(['~me', '~', `${workspaceId}x`, 'verified', '~../acme', ''])(
  'is no name of a workspace: %j',
  (named) => {
    const asked = { ...key, workspaceId: named };
    expect(RefreshRequest.safeParse({ ...asked, kind: 'connection', generation: 3 }).success).toBe(false);
    expect(RevocationRequest.safeParse({ ...asked, kind: 'revocation', epoch: 2 }).success).toBe(false);
  },
);
