import { createInjector } from '../../injector.ts';
import { readDoorConfigFile } from '../config/read-door-config.ts';
import { startDoor } from '../serve/start-door.ts';
import { type DoorCommand, optionsOf } from './command.ts';

/** Runs the door until the process is told to end. Its log has one JSON line for each answer, without any text of a client. */
export const SERVE: DoorCommand = {
  usage: '--config <file>',
  description: 'Answers gateways until it gets SIGTERM or SIGINT.',
  async run(args, { write }) {
    const { config: path } = optionsOf(args, { required: ['config'], optional: [] });
    const config = readDoorConfigFile(path);
    const injector = createInjector({ functionName: config.injector });
    const line = (fields: object) => write(`${JSON.stringify(fields)}\n`);
    const door = await startDoor({ config, injector, log: line });
    line({ listening: door.address });
    await new Promise((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, resolve);
    });
    await door.close();
    injector.close();
    return 0;
  },
};
