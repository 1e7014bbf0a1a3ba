import { createHash } from 'node:crypto';
import { Secret } from '../../vault/secret.ts';
import type { Ports } from '../ports.ts';

/** Only a hash of the state is stored, and it is the session's id. */
export function sessionIdOf(state: Secret): string {
  return createHash('sha256').update(state.reveal()).digest('base64url');
}

/** 256 bits in base64url: 43 unreserved characters, which also suits RFC 7636 section 4.1. */
export function random256({ random }: Pick<Ports, 'random'>): Secret {
  return new Secret(Buffer.from(random.bytes(32)).toString('base64url'));
}
