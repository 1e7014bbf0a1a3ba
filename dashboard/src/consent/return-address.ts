/** Where the page may lead a person back to, such as the chat whose call was refused. */
import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import type { ConnectLink } from './intent.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The address that the link names, if the operator listed its origin. Anybody can write a link, so no other address is one.
 * Pure.
 */
export function returnAddress(
  link: Pick<ConnectLink, 'return'> | undefined,
  { returnTo = [] }: Pick<DashboardConfig, 'returnTo'>,
): string | undefined {
  if (link?.return === undefined || !URL.canParse(link.return)) return undefined;
  const { protocol, hostname, origin, href } = new URL(link.return);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  return isSafe && returnTo.includes(origin) ? href : undefined;
}
