/** Where the door listens. Nobody but this machine reaches it: whoever reaches a door can try secrets. */
import { DoorError } from '../door-error.ts';
import type { ListenAddress } from './door-config.ts';
import { matching, membersOf } from './members.ts';

const HOSTS = ['127.0.0.1', '::1'] as const;

/** @throws {DoorError} `listen_refused`: another host than 127.0.0.1 and ::1. `config_invalid` */
export function readListen(value: unknown): ListenAddress {
  const listen = membersOf(value, 'listen');
  if (listen.has('socket')) {
    const socket = listen.required(
      'socket',
      'an absolute path of at most 100 characters',
      matching(/^\/[^\0]{1,99}$/),
    );
    const mode = listen.optional('mode', '"0600" or "0660"', matching(/^06[06]0$/));
    listen.noOthers();
    return { socket, mode: mode === '0660' ? 0o660 : 0o600 };
  }
  const named = listen.required('host', '"127.0.0.1" or "::1"', (each) =>
    typeof each === 'string' ? each : undefined,
  );
  const host = HOSTS.find((known) => known === named);
  if (!host)
    throw new DoorError(
      'listen_refused',
      'a door listens on 127.0.0.1, on ::1, or at a Unix socket, and nowhere else',
    );
  const port = listen.required('port', 'a port', (each) =>
    Number.isInteger(each) && (each as number) >= 0 && (each as number) <= 65_535
      ? (each as number)
      : undefined,
  );
  listen.noOthers();
  return { host, port };
}
