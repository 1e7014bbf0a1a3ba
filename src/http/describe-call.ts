/** The record of a call as the API returns it. A row is input: what has not the form of its attribute is left out. */
import type { CallEntry } from '../broker/calls/newest-calls.ts';
import { rfc3339 } from '../broker/connection/describe-connection.ts';
import { operationTime } from '../broker/inject/operation-id.ts';

/** The first millisecond that RFC 3339 cannot say: its years have four digits. */
const END_OF_TIME = Date.UTC(10_000, 0);

export function describeCall({ key: { operationId }, record }: CallEntry) {
  const { caller, hosts, missingScopes, challengedScopes, at, replayedAt, trial, ...names } = record;
  return {
    ...names,
    operationId,
    at: time(at) ?? time(operationTime(operationId)) ?? rfc3339(0),
    hosts: texts(hosts),
    missingScopes: texts(missingScopes),
    challengedScopes: texts(challengedScopes),
    caller: text(caller?.subject),
    callerIssuer: text(caller?.issuer),
    replayedAt: time(replayedAt),
    trial: trial === true ? trial : undefined,
  };
}

function time(value: number | undefined): string | undefined {
  return value !== undefined && value >= 0 && value < END_OF_TIME ? rfc3339(value) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(values: unknown[] | undefined): string[] | undefined {
  return values?.filter((value) => typeof value === 'string');
}
