/** The broker as a client of any authorization server, as it publishes itself. */
import { clientDocument } from '../../oauth/remote/client-document.ts';
import type { Settings } from '../ports.ts';

/** The client metadata document of this name, `<instance>.json`. Made of the name alone (T197). Pure. */
export function publishedClient({ apiOrigin }: Pick<Settings, 'apiOrigin'>, name: string) {
  return clientDocument(apiOrigin, name.slice(0, -'.json'.length));
}
