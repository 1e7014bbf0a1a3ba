/** The hosts in the record of a call, and in its log line: where its token could go, or where it was to go. Pure. */
import type { InjectionAnswer, InjectionRequest } from '../../contract/injection-messages.ts';
import { isHost } from '../../contract/servers/server-hosts.ts';
import { LIMITS } from '../limits.ts';
import type { Connection } from '../records.ts';
import { firstHosts, knownHosts } from '../servers/allowed-hosts.ts';
import type { CheckedOperation } from './check-operation.ts';

/** Undefined: only the connection says which hosts the registration stands for. */
export function hostsBeforeRead({ host, registration }: CheckedOperation): string[] | undefined {
  if (host !== undefined) return named(host);
  const hosts = knownHosts(registration);
  return hosts && bounded(hosts);
}

/** The hosts of the registration with the values of the connection. Without a connection there are none. */
export function hostsOfConnection(
  { registration }: CheckedOperation,
  connection: Connection | undefined,
): string[] {
  return connection ? bounded(firstHosts(registration, connection)) : [];
}

/** For the log: the host that the request names, else those of the answer. */
export function hostsOfAnswer(
  { operation: { host } }: InjectionRequest,
  answer: InjectionAnswer,
): string[] | undefined {
  if (host !== undefined) return named(host);
  if (!answer.isAuthorized) return undefined;
  const { binding, allowedHosts, apiHosts = [] } = answer.context;
  return bounded(binding === 'process' ? apiHosts : allowedHosts);
}

/** A caller’s text is recorded if it is a host, which bounds it. */
export function named(host: string): string[] {
  return isHost(host) ? [host] : [];
}

function bounded(hosts: string[]): string[] {
  return hosts.slice(0, LIMITS.hostsOfCall);
}
