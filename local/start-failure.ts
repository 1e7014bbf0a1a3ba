import { StageServersRefused } from '../src/providers/servers-faults.ts';
import { PageRefused } from './page-options.ts';
import { ServersRefused } from './stage-servers-file.ts';
import { StateOfAnotherVersion, StateOfOtherProviders } from './state-format.ts';
import { StateInUse } from './state-lock.ts';

/** In: why the start failed. Out: one sentence that says what is wrong and how to correct it. */
export function sentenceFor(error: unknown): string {
  if (error instanceof StateInUse) {
    return 'Another npm start uses this state folder. Stop it, or choose another folder with npm start -- --state <folder>.';
  }
  if (error instanceof StateOfAnotherVersion) {
    return `The state in ${error.stateDir} was written by another version, and this version does not open its rows: move the folder away or delete it, then start again.`;
  }
  if (error instanceof StateOfOtherProviders) return otherProviders(error);
  if (error instanceof ServersRefused || error instanceof PageRefused) return error.message;
  if (error instanceof StageServersRefused)
    return `In the file of --servers: ${error.message.split('\n')[0]}`;
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use. Stop the program that uses it, or choose other ports with npm start -- --port 4000.`;
  }
  return `The local environment did not start: ${message}`;
}

function otherProviders({ stateDir, played }: StateOfOtherProviders): string {
  const what = played.length > 0 ? `played ${played.join(', ')}` : 'no played provider';
  const same = played.length > 0 ? `npm start -- --play ${played.join(',')}` : 'npm start without --play';
  return `The state in ${stateDir} is of a start with ${what}, whose tokens may reach no other provider: use ${same}, or choose another folder with --state <folder>.`;
}
