import { type DoorCommand, optionsOf } from './command.ts';

export const CONFIGURE: DoorCommand = {
  usage: '--server <url>',
  description: '',
  async run(args) {
    optionsOf(args, { required: ['server'], optional: [] });
    return 1;
  },
};
