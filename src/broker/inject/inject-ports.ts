/** The ports of an injection. */
import type { Deadline, Ports } from '../ports.ts';
import type { SeenToolsStore } from '../stores.ts';
import type { CallerCheck } from './runtime-caller.ts';

/** Reads and writes of one injection, with the check of its caller. */
export type InjectPorts = Pick<
  Ports,
  | 'servers'
  | 'ownServers'
  | 'connections'
  | 'serverReads'
  | 'workspaceMarks'
  | 'toolCalls'
  | 'stepUps'
  | 'refresher'
  | 'vault'
  | 'clock'
  | 'random'
  | 'log'
> &
  CallerCheck & {
    settings: Pick<Ports['settings'], 'dashboardUrl'>;
    /** When the caller must have its answer. Absent: nothing but our own limits ends a wait. */
    deadline?: Deadline;
    /** What was seen of the tools of servers, in a stage that holds back what nobody approved. Absent: nothing is held back. */
    toolsHeldBy?: Pick<SeenToolsStore, 'read'> | undefined;
  };
