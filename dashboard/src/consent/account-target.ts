/** Which account a consent is for: one that is connected already, or a further one with a name of its own. */
import type { Connection, Provider } from '../api/types.ts';
import type { ConnectLink } from './intent.ts';
import type { Wish } from './wish.ts';

/** `label` is empty for the first account of a provider, whose connection has the provider's id. */
export type Target = { kind: 'again'; id: string } | { kind: 'new'; label: string };

const LABEL = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** The accounts of a provider that can be connected again. Pure. */
export function accountsOf({ id }: Pick<Provider, 'id'>, connections: Connection[]): Connection[] {
  return connections.filter(
    ({ provider, status }) => provider === id && status !== 'disconnected' && status !== 'disconnecting',
  );
}

/** Labels that name an account now, or one that is being disconnected. The empty one is the first account's. Pure. */
export function takenLabels({ id }: Pick<Provider, 'id'>, connections: Connection[]): ReadonlySet<string> {
  const own = connections.filter(({ provider, status }) => provider === id && status !== 'disconnected');
  return new Set(own.map((connection) => labelOf(connection)));
}

/** The account that a link means. A link that names none means a further account. Pure. */
export function firstTarget(
  link: ConnectLink,
  { connection, label = '' }: Wish,
  accounts: Connection[],
): Target {
  const isNamed = link.account !== undefined || link.server !== undefined;
  const found = isNamed ? accounts.find(({ id }) => id === connection?.id) : undefined;
  return found === undefined ? { kind: 'new', label } : { kind: 'again', id: found.id };
}

/** Why the label cannot name a further account. Undefined: it can. Pure. */
export function labelFault(label: string, taken: ReadonlySet<string>): string | undefined {
  if (label === '') return taken.has('') ? 'Give this account a name.' : undefined;
  if (!LABEL.test(label))
    return 'Use small letters, digits and hyphens, 32 at most, and begin with a letter or a digit.';
  return taken.has(label)
    ? `An account with the name “${label}” is connected. Choose another name, or connect that account again.`
    : undefined;
}

/** What the request says of it. Pure. */
export function labelIn(target: Target, provider: string): { label?: string } {
  const label = target.kind === 'new' ? target.label : labelOf({ id: target.id, provider });
  return label === '' ? {} : { label };
}

/** The id of the connection that a consent makes or renews. Pure. */
export function connectionIdOf(target: Target, provider: string): string {
  if (target.kind === 'again') return target.id;
  return target.label === '' ? provider : `${provider}~${target.label}`;
}

/** The link as if it meant this account, so that the wish says what that account lacks. Pure. */
export function linkTo(link: ConnectLink, target: Target): ConnectLink {
  return { ...link, account: target.kind === 'again' ? target.id : `${link.provider}~${target.label}` };
}

function labelOf({ id, provider }: Pick<Connection, 'id' | 'provider'>): string {
  return id.slice(provider.length + 1);
}
