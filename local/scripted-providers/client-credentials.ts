/** Whether a request comes from the registered client, with its credentials in the one place that is documented. */
import { type Fields, fieldsOf, must, type ReceivedRequest } from './received-request.ts';
import type { CredentialsPlace, ScriptedClient, Session } from './scripted-provider.ts';

/** False for a wrong id or secret. Throws when the credentials are in another place, or in two. */
export function isFromClient(
  client: ScriptedClient,
  place: CredentialsPlace,
  request: ReceivedRequest,
  fields: Fields,
): boolean {
  const { authorization } = request.headers;
  if (place === 'basic') {
    must(!('client_secret' in fields), 'the client secret in the Authorization header alone');
    must(authorization?.startsWith('Basic '), 'the client id and secret in Authorization: Basic');
    return basicOf(client).includes(authorization ?? '');
  }
  must(!authorization, 'the client secret in the body alone');
  const { clientId, clientSecret, idName = 'client_id' } = client;
  must(idName in fields && 'client_secret' in fields, `the ${idName} and secret in the body`);
  return fields[idName] === clientId && fields.client_secret === clientSecret;
}

/** The fields of a request that must come from the client. */
export function fieldsFromClient(
  request: ReceivedRequest,
  { client }: Session,
  place: CredentialsPlace,
  type: 'form' | 'json' = 'form',
): Fields {
  const fields = fieldsOf(request, type);
  must(isFromClient(client, place, request, fields), 'the id and secret of the client');
  return fields;
}

/** RFC 6749 section 2.3.1 encodes id and secret as forms do before they are joined; some clients do not. */
function basicOf({ clientId, clientSecret }: ScriptedClient): string[] {
  const encoded = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
  return [`${encoded(clientId)}:${encoded(clientSecret)}`, `${clientId}:${clientSecret}`].map(
    (pair) => `Basic ${Buffer.from(pair).toString('base64')}`,
  );
}
