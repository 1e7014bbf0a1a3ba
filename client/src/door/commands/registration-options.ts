/** The options that say where a registration is. */

import { type RegistrationSource, readRegistration } from '../configure/read-registration.ts';
import { type PlacedRegistration, placedRegistration } from '../configure/registration.ts';
import { DoorError } from '../door-error.ts';
import type { Surroundings } from './command.ts';

export const REGISTRATION_OPTIONS = ['registration', 'api', 'workspace'] as const;
export const REGISTRATION_USAGE = '(--registration <file> | --api <url> --workspace <workspace>)';

type Given = { server: string } & Partial<Record<(typeof REGISTRATION_OPTIONS)[number], string>>;

/** The registration with the id `server`. The API's token comes in CONNECTIONS_TOKEN, since arguments are seen by others. */
export async function registrationFor(
  given: Given,
  { environment }: Surroundings,
): Promise<PlacedRegistration> {
  return placedRegistration(
    await readRegistration(sourceOf(given, environment.CONNECTIONS_TOKEN), given.server),
  );
}

function sourceOf({ registration, api, workspace }: Given, token: string | undefined): RegistrationSource {
  if (registration !== undefined) return { file: registration };
  if (api === undefined || workspace === undefined)
    throw new DoorError('arguments_refused', `name the registration: ${REGISTRATION_USAGE}`);
  if (!token) throw new DoorError('arguments_refused', 'set CONNECTIONS_TOKEN to a token for the API');
  return { api, workspace, token };
}
