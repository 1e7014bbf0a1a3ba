/** What the API answers to an admin who puts a description of Acme. */
import { afterAll, beforeAll } from 'vitest';
import type { Ports } from '../../../src/broker/ports.ts';
import { type ConnectWorld, openConnectWorld } from '../../http/connect-world.ts';
import { bodyOf, type Json } from './acme.ts';

/** A title, what is put, and the faults that the API finds in it. */
export type Faulty = [title: string, patch: Json, errors: Json[]];

export const at = (pointer: string, reason: string) => [{ pointer, reason }];

/** One API for all tests of a file. `put` puts an app, and says what the API answers and what it has stored then. */
export function customApi() {
  let world: ConnectWorld;
  let ports: Ports;
  beforeAll(async () => {
    world = await openConnectWorld('memory');
    ports = { ...world.ports, hosts: { isPublic: async () => true, isPrivate: async () => false } };
  });
  afterAll(() => world.close());
  return {
    async put(patch: Json, provider = 'custom~acme') {
      world.advance(60_000);
      const authorization = `Bearer ${world.person('ada', { acme: 'admin' })}`;
      const response = await world.app(ports).request(`/v1/workspaces/acme/oauth-apps/${provider}`, {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(patch)),
      });
      const { code, errors = [], app } = (await response.json()) as Json;
      const stored = await ports.reads.oauthApps('acme', provider);
      return { status: response.status, code, errors: named(errors as { pointer: string }[]), app, stored };
    },
  };
}

/** A parameter with a plain name has a pointer of its own. The tests compare the pointer of the whole table. */
const named = (errors: { pointer: string }[]) =>
  errors.map(({ pointer, ...fault }) => ({
    pointer: pointer.replace(/^(\/custom\/authorizationParameters)\/\w+$/, '$1'),
    ...fault,
  }));
