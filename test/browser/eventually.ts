import { expect } from 'vitest';

/** How long a machine under load may need, in milliseconds. Nothing waits as long once the value is there. */
const LONGEST = 20_000;

/** Asks until the value is the expected one: what a page shows follows what a person does. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: LONGEST });
