import { readDoorConfigFile } from '../config/read-door-config.ts';
import { differences } from '../configure/differences.ts';
import { DoorError } from '../door-error.ts';
import { type DoorCommand, optionsOf } from './command.ts';
import { REGISTRATION_OPTIONS, REGISTRATION_USAGE, registrationFor } from './registration-options.ts';

/** Compares the door's configuration of a server with the registration, above all where the token goes (T205). */
export const CHECK: DoorCommand = {
  usage: `--config <file> --server <id> ${REGISTRATION_USAGE}`,
  description: 'Compares the configuration of a server with its registration; exits 1 if they differ.',
  async run(args, surroundings) {
    const options = optionsOf(args, { required: ['config', 'server'], optional: REGISTRATION_OPTIONS });
    const server = readDoorConfigFile(options.config).servers.get(options.server);
    if (!server)
      throw new DoorError(
        'registration_differs',
        `the configuration has no server ${JSON.stringify(options.server)}`,
      );
    const found = differences(server, await registrationFor(options, surroundings));
    if (found.length > 0) throw new DoorError('registration_differs', found.join('\n'));
    surroundings.write(`${options.server}: the configuration is that of the registration\n`);
    return 0;
  },
};
