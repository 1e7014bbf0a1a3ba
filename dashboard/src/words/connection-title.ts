import type { Connection } from '../api/types.ts';

/** The title of a further account contains its label: `demo~sales` is "Demo Provider · sales". Pure. */
export function titleOf({ id, provider }: Pick<Connection, 'id' | 'provider'>, name: string): string {
  return id === provider ? name : `${name} · ${id.slice(provider.length + 1)}`;
}

/** The account as a person recognises it, with the tenant that was chosen. Pure. */
export function accountOf({ account = 'Unknown account', tenant }: Connection): string {
  return tenant === undefined ? account : `${account} · ${tenant}`;
}
