/** Which sites a grant reaches, by Atlassian's list. Covers src/providers/atlassian.ts. */
import { expect, it } from 'vitest';
import { atlassian } from '../../src/providers/atlassian.ts';

const JIRA = { id: '1324a887-45db-1bf4-1e99-ef0ff456d421', name: 'Acme', url: 'https://acme.atlassian.net' };
const OTHER = {
  id: '11223344-a1b2-3b33-c444-def123456789',
  name: 'Globex',
  url: 'https://globex.atlassian.net',
};
const read = (answer: unknown) => atlassian.oauth.tenants?.read(answer);

it('a site with two products is one, and each site has a name to choose by', () => {
  expect(read([{ ...JIRA, scopes: ['read:jira-work'] }, OTHER, { ...JIRA, scopes: [] }])).toEqual([
    { facts: { cloudId: JIRA.id }, label: 'Acme, https://acme.atlassian.net' },
    { facts: { cloudId: OTHER.id }, label: 'Globex, https://globex.atlassian.net' },
  ]);
  expect(read([{ id: JIRA.id }])).toEqual([{ facts: { cloudId: JIRA.id }, label: JIRA.id }]);
  expect(read([])).toEqual([]);
});

it.each([
  ...['', '..', '1324a887', `${JIRA.id}/..`, `${JIRA.id}\n`, JIRA.id.toUpperCase(), 'evil.example'],
  ...[null, 7, {}, [JIRA.id]],
])('T143 T245: %j is no site', (id) => {
  expect(read([{ ...JIRA, id }, OTHER])).toHaveLength(1);
});

it.each([null, undefined, 7, 'text', {}, { values: [JIRA] }])('%j is no list of sites', (answer) => {
  expect(read(answer)).toBeUndefined();
});
