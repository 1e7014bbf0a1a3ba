/** What an injection is given. */
import type { Ports } from '../ports.ts';
import type { CallerCheck } from './runtime-caller.ts';

export type InjectPorts = Pick<
  Ports,
  'servers' | 'ownServers' | 'connections' | 'toolCalls' | 'refresher' | 'vault' | 'clock' | 'random' | 'log'
> &
  CallerCheck & { settings: Pick<Ports['settings'], 'dashboardUrl'> };
