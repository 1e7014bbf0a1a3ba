/** dynalite, in this process: present wherever the repository is installed. */
import { startDynalite } from '../../local/dynalite.ts';
import type { Backend } from './backend.ts';

export const dynalite: Backend = {
  name: 'dynalite',
  serialisesWrites: true,
  absence: () => undefined,
  start: () => startDynalite(),
};
