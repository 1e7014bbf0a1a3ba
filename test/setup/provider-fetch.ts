/**
 * The functions reach issuers and providers over https alone, and no test reaches those. A test says who answers instead
 * (`answerFunctions`); nobody does otherwise. It stands here for all test files, since those of one worker share their modules.
 */
import { afterAll, vi } from 'vitest';
import { answerFunctions } from './stand-in-fetch.ts';

vi.mock('../../lambdas/provider-fetch.ts', () => import('./stand-in-fetch.ts'));
afterAll(() => answerFunctions(undefined));
