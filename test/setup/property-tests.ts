/** Every property test of a run has the run's one seed (property-seed.ts). A failure prints it, too. */
import fc from 'fast-check';
import { inject } from 'vitest';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: inject('propertySeed') });
