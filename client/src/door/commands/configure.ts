import { configurationOf } from '../configure/configuration-of.ts';
import { doorPart } from '../configure/door-part.ts';
import { haproxyLua } from '../configure/haproxy.ts';
import { GATEWAYS, type GatewayKind, type Plan } from '../configure/plan.ts';
import { DoorError } from '../door-error.ts';
import { type DoorCommand, optionsOf } from './command.ts';
import { PLAN_OPTIONS, PLAN_USAGE, planOf } from './plan-options.ts';
import { REGISTRATION_OPTIONS, REGISTRATION_USAGE, registrationFor } from './registration-options.ts';

/** Prints a gateway's configuration for one server; with `--part door` what the door's own needs, with `--part lua` HAProxy's script. */
export const CONFIGURE: DoorCommand = {
  usage: `--gateway ${GATEWAYS.join('|')} --server <id> ${REGISTRATION_USAGE} [--part gateway|door|lua] ${PLAN_USAGE}`,
  description: 'Prints the configuration of a gateway for one MCP server.',
  async run(args, surroundings) {
    const options = optionsOf(args, {
      required: ['gateway', 'server'],
      optional: [...REGISTRATION_OPTIONS, ...PLAN_OPTIONS, 'part'],
    });
    const { gateway, plan } = planOf(options, await registrationFor(options, surroundings));
    surroundings.write(partOf(gateway, plan, options.part ?? 'gateway'));
    return 0;
  },
};

function partOf(gateway: GatewayKind, plan: Plan, part: string): string {
  if (part === 'gateway') return configurationOf(gateway, plan);
  if (part === 'door') return doorPart(gateway, plan);
  if (part === 'lua' && gateway === 'haproxy') return haproxyLua(plan);
  throw new DoorError(
    'arguments_refused',
    `--part is neither gateway nor door${gateway === 'haproxy' ? ' nor lua' : ''}`,
  );
}
