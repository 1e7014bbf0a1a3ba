/** People of a workspace, as their sign-in names them. */
import * as z from 'zod';
import * as grammar from './identifier-schemas.ts';

export const PersonId = grammar.PersonId.meta({
  id: 'PersonId',
  description: 'Names a person in the list of people: a SHA-256 hash in base64url, 43 characters.',
});

export const OwnNameBody = z
  .strictObject({
    idToken: z
      .string()
      .min(1)
      .max(16_000)
      .describe('The ID token of the page’s sign-in. It is verified, and only the name in it is kept.'),
  })
  .meta({ id: 'SignedInName', description: 'The proof of what the issuer calls the caller.' });
export const OwnName = z
  .object({ name: z.string().optional().describe('The name that is kept. Absent: the token has none.') })
  .meta({ id: 'OwnName', description: 'What the workspace shows as the name of the caller.' });

const PersonResource = z
  .object({
    id: PersonId,
    subject: z.string().describe('The `sub` claim of the person.'),
    issuer: z.string().describe('The `iss` claim of the person.'),
    name: z.string().describe('The `name` claim of the person’s sign-in, else `email`.'),
    seenAt: z.iso.datetime().describe('When the person signed in last, within a day.'),
  })
  .meta({ id: 'Person', description: 'A person whose name the workspace keeps.' });
export const PersonList = z
  .object({ people: z.array(PersonResource).describe('The people, by name.') })
  .meta({ id: 'PersonList', description: 'The people of a workspace whose names are kept.' });
