/**
 * Writes scrub.json and rejections.json of clients/vectors: what this package does is what all clients do. Run it if the search
 * or the judgement changes: `node test/client/same-cases/write-cases.ts`.
 */
import { writeFileSync } from 'node:fs';
import { judgementCase, watchCase } from './rejection-cases.ts';
import { judgementInputs } from './rejection-inputs.ts';
import { scrubCase } from './scrub-cases.ts';
import { scrubInputs } from './scrub-inputs.ts';
import { watchInputs } from './watch-inputs.ts';

const FOLDER = new URL('../../../clients/vectors/', import.meta.url);
/** One case a line, so that a change shows the cases that it changes. */
const lines = (cases: readonly unknown[]) => `[\n${cases.map((each) => JSON.stringify(each)).join(',\n')}\n]`;

const watches = [];
for (const input of watchInputs()) watches.push(await watchCase(input));
const rejections = `{"judgements":${lines(judgementInputs().map(judgementCase))},\n"watches":${lines(watches)}}\n`;
writeFileSync(new URL('scrub.json', FOLDER), `${lines(scrubInputs().map(scrubCase))}\n`);
writeFileSync(new URL('rejections.json', FOLDER), rejections);
