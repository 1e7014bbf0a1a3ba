import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { digestOf } from '../config/gateway-secret.ts';
import { DoorError } from '../door-error.ts';
import { type DoorCommand, optionsOf } from './command.ts';

/** Writes the secret of one gateway into a new file that only its owner reads, and prints the SHA-256 for the door. */
export const NEW_SECRET: DoorCommand = {
  usage: '--file <file>',
  description: 'Writes a new secret into a file (mode 0600) and prints its secretSha256.',
  async run(args, { write }) {
    const { file } = optionsOf(args, { required: ['file'], optional: [] });
    const secret = randomBytes(32).toString('base64url');
    try {
      writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
    } catch {
      throw new DoorError('arguments_refused', `${file} exists, or cannot be written`);
    }
    write(`${digestOf(secret).toString('hex')}\n`);
    return 0;
  },
};
