import { readFileSync } from 'node:fs';
import { readDoorConfigFile } from '../config/read-door-config.ts';
import { configurationOf } from '../configure/configuration-of.ts';
import { differences } from '../configure/differences.ts';
import { GATEWAYS, SECRET_VARIABLE } from '../configure/plan.ts';
import { DoorError } from '../door-error.ts';
import { type DoorCommand, optionsOf, type Surroundings } from './command.ts';
import { PLAN_OPTIONS, PLAN_USAGE, planOf } from './plan-options.ts';
import { REGISTRATION_OPTIONS, REGISTRATION_USAGE, registrationFor } from './registration-options.ts';

/** Compares the door's configuration of a server with the registration, above all where the token goes (T205). */
export const CHECK: DoorCommand = {
  usage: `--config <file> --server <id> ${REGISTRATION_USAGE} [--gateway ${GATEWAYS.join('|')} --gateway-file <file> ${PLAN_USAGE}]`,
  description:
    'Compares the configuration of a server, and the file of its gateway, with its registration; exits 1 if they differ.',
  async run(args, surroundings) {
    const options = optionsOf(args, {
      required: ['config', 'server'],
      optional: [...REGISTRATION_OPTIONS, ...PLAN_OPTIONS, 'gateway', 'gateway-file'],
    });
    const server = readDoorConfigFile(options.config).servers.get(options.server);
    if (!server)
      throw new DoorError(
        'registration_differs',
        `the configuration has no server ${JSON.stringify(options.server)}`,
      );
    const registration = await registrationFor(options, surroundings);
    const found = differences(server, registration);
    const { gateway: name, 'gateway-file': file } = options;
    if ((name === undefined) !== (file === undefined))
      throw new DoorError('arguments_refused', '--gateway and --gateway-file need each other');
    if (name !== undefined && file !== undefined) {
      const { gateway, plan } = planOf({ ...options, gateway: name }, registration);
      if (templateIn(file, surroundings) !== configurationOf(gateway, plan))
        found.push(`${file} is not what connections-door configure prints with these options`);
    }
    if (found.length > 0) throw new DoorError('registration_differs', found.join('\n'));
    surroundings.write(`${options.server}: the configuration is that of the registration\n`);
    return 0;
  },
};

/** The gateway's file, with the variable in place of the secret again. */
function templateIn(file: string, { environment }: Surroundings): string {
  const secret = environment[SECRET_VARIABLE];
  try {
    const text = readFileSync(file, 'utf8');
    return secret ? text.replaceAll(secret, () => `\${${SECRET_VARIABLE}}`) : text;
  } catch {
    throw new DoorError('config_unreadable', `${file} cannot be read`);
  }
}
