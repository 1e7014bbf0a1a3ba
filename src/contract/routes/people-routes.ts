/** Names of people: each keeps their own, out of their sign-in, and it can be erased. */
import { PersonId } from '../resources/person.ts';
import { OwnName, OwnNameBody, PersonList } from '../resources.ts';
import { sharedWorkspace } from './path-parameters.ts';
import type { Route } from './route.ts';

export const PEOPLE_ROUTES = [
  {
    operationId: 'listPeople',
    method: 'get',
    path: '/v1/workspaces/{ws}/people',
    function: 'connections-api',
    access: 'member',
    summary: 'List the people',
    description:
      'Returns the people of the workspace whose names are kept, so that a page can show names instead of subjects. Whoever has not signed in at the page for 400 days, or was erased, is not in it.',
    params: sharedWorkspace,
    success: { status: 200, description: 'The people.', schema: PersonList },
    problems: [],
  },
  {
    operationId: 'putMe',
    method: 'put',
    path: '/v1/workspaces/{ws}/me',
    function: 'connect',
    access: 'member',
    quota: 'own',
    summary: 'Keep the own name',
    description:
      'Keeps the caller’s `name` claim, else `email`, for this workspace, out of the ID token of the page’s sign-in: of the issuer of the access token, for the page’s client, of the caller, not expired, and an hour old at most. Nobody is named in another way. The same name again within a day writes nothing; a token without a name erases what was kept. A stage that does not know the client of its page answers `not_found`.',
    params: sharedWorkspace,
    body: OwnNameBody,
    success: { status: 200, description: 'The name that is kept.', schema: OwnName },
    problems: ['workspace_deleted', 'quota_exceeded'],
  },
  {
    operationId: 'deleteMe',
    method: 'delete',
    path: '/v1/workspaces/{ws}/me',
    function: 'connect',
    access: 'member',
    quota: 'ending',
    summary: 'Erase the own name',
    description:
      'Erases what the workspace keeps of the caller’s name. Records of what the caller did keep the subject. The next sign-in at the page keeps the name again.',
    params: sharedWorkspace,
    success: { status: 204, description: 'Nothing is kept of the name.' },
    problems: [],
  },
  {
    operationId: 'deletePerson',
    method: 'delete',
    path: '/v1/workspaces/{ws}/people/{person}',
    function: 'connect',
    access: 'admin',
    quota: 'ending',
    summary: 'Erase the name of a person',
    description: 'Erases what the workspace keeps of a person’s name, for example of one who has left.',
    params: sharedWorkspace.extend({ person: PersonId }),
    success: { status: 204, description: 'Nothing is kept of the name.' },
    problems: [],
  },
] as const satisfies readonly Route[];
