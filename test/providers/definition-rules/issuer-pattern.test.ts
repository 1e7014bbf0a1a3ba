/** Covers test/providers/definition-rules/issuer-pattern.ts. */
import { expect, it } from 'vitest';
import { google } from '../../../src/providers/google.ts';
import { definitionFaults } from '../definition-faults.ts';
import { withOAuth } from './with-oauth.ts';

it.each([
  ['^https://accounts\\.google\\.com', 'that is not anchored'],
  ['https://accounts\\.google\\.com$', 'that is not anchored'],
  ['^http://accounts\\.google\\.com$', 'that is not anchored'],
  ['^https?://accounts\\.google\\.com$', 'that is not anchored'],
  ['^https://accounts\\.google\\.com$|^https://x$', 'of two'],
  ['^https://accounts.google.com$', 'that does not end in a domain'],
  ['^https://.*\\.google\\.com$', 'with a host of any form'],
  ['^https://[^.]+\\.google\\.com$', 'with a host of any form'],
  ['^https://\\S+\\.google\\.com$', 'with a host of any form'],
  ['^https://[a-z/]+\\.google\\.com$', 'that takes another host'],
  ['^https://[a-z]*google\\.com$', 'that takes another host'],
  ['^https://google\\.com\\.evil\\.example$', 'that does not end in a domain'],
  ['^https://{tenant}\\.google\\.com$', 'of an unknown variable'],
])('T015: a definition is at fault when it has the issuer pattern %s', (issuerPattern, fault) => {
  expect(definitionFaults(withOAuth(google, { issuerPattern })).join('\n')).toContain(
    `an issuer pattern ${fault}`,
  );
});

it('T015: and is not when the pattern takes hosts of its own alone', () => {
  for (const issuerPattern of [
    '^https://accounts\\.google\\.com$',
    '^https://(www|accounts)\\.google\\.com/?$',
  ])
    expect(definitionFaults(withOAuth(google, { issuerPattern }))).toEqual([]);
});
