import { type DoorCommand, optionsOf } from './command.ts';

export const PROBE: DoorCommand = {
  usage: '--server <url>',
  description: '',
  async run(args) {
    optionsOf(args, { required: ['server'], optional: [] });
    return 1;
  },
};
