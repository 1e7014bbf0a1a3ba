/** Listens at a Unix socket that only its owner, or its owner and group, can open. */
import { lstatSync, unlinkSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { DoorError } from '../door-error.ts';

/** @throws {DoorError} `listen_refused`: another door listens there, or another kind of file is there. */
export async function listenAtSocket(
  server: Server,
  { socket, mode }: { socket: string; mode: number },
): Promise<void> {
  if (isThere(socket)) {
    if (!lstatSync(socket).isSocket() || (await answers(socket)))
      throw new DoorError('listen_refused', `${socket} is in use, or is no socket`);
    unlinkSync(socket);
  }
  await listenWithMode(server, socket, mode);
}

/** The file is created with its mode: a `chmod` afterwards would leave it open to others for a moment. */
function listenWithMode(server: Server, path: string, mode: number): Promise<void> {
  const before = process.umask(0o777 & ~mode);
  try {
    return new Promise((resolve, reject) => {
      server.once('error', () => reject(new DoorError('listen_refused', `${path} cannot be created`)));
      server.listen({ path }, resolve);
    });
  } finally {
    process.umask(before);
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether somebody listens; a door that was killed leaves its file. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ path });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
