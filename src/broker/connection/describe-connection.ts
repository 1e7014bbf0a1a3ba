import type { z } from 'zod';
import { VERIFIED } from '../../contract/identifiers.ts';
import type { ConnectionResource } from '../../contract/resources.ts';
import type { PublicConnection } from '../stores.ts';
import { choiceOf } from './choice.ts';
import { grantDiesAt } from './idle.ts';
import { isRefreshable } from './usable.ts';

/** A connection as the API returns it: an allow-list without tokens, hashes, leases or marks (T069). Pure. */
export function describeConnection(id: string, record: PublicConnection): z.infer<typeof ConnectionResource> {
  const { provider, appOwner, appVersion, clientId, status, reason, requestedScopes, grantedScopes } = record;
  return {
    id,
    name: record.displayName,
    provider,
    app: { owner: appOwner === VERIFIED ? 'verified' : 'workspace', version: appVersion, clientId },
    status,
    reason,
    account: record.accountLabel,
    tenant: record.tenantLabel,
    choice: openChoice(record),
    variables: record.variables ?? {},
    connectedBy: record.connectedBy.subject,
    connectedAt: rfc3339(record.connectedAt),
    requestedScopes,
    grantedScopes,
    missingScopes: requestedScopes.filter((scope) => !grantedScopes.includes(scope)),
    accessExpiresAt: optional(record.accessExpiresAt),
    lastRefreshAt: optional(record.refreshedAt),
    nextRefreshAt: isRefreshable(record) ? optional(record.dueAt) : undefined,
    grantExpiresAt: optional(grantDiesAt(record)),
    receipt: record.receipt,
  };
}

function openChoice(record: PublicConnection) {
  const { tenants, choiceUntil } = record;
  if (!tenants || choiceUntil === undefined || !isRefreshable(record)) return undefined;
  return { id: choiceOf(record), until: rfc3339(choiceUntil), tenants: tenants.map(({ label }) => label) };
}

/** Formats milliseconds since the epoch as an RFC 3339 date and time in UTC. */
export function rfc3339(time: number): string {
  return new Date(time).toISOString();
}

function optional(time: number | undefined): string | undefined {
  return time === undefined ? undefined : rfc3339(time);
}
