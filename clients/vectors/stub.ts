/** `npm run vectors`: starts the stub, against which a client of the injector in any language is proved. */
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { number } from '../../command-line/option.ts';
import { startStub } from './stub/start-stub.ts';

const { options } = fromCommandLine({
  call: 'npm run vectors',
  description: 'Starts the stub that plays and judges the cases for clients of the injector.',
  options: {
    port: number({ least: 0, most: 65_535, usual: 0 }, 'the port of the control address; 0 takes a free one'),
  },
  notes: ['Prints its control address as one line of JSON. clients/vectors/README.md tells how to use it.'],
});
const { control } = await startStub(options.port);
process.stdout.write(`${JSON.stringify({ control })}\n`);
