/** The settings of the library for clients that this provider does not know: registration (RFC 7591) and documents (CIMD). */
import type { Configuration } from 'oidc-provider';
import { createServerFetch, type ServerFetch } from '../../src/egress/server-fetch.ts';
import { checkMetadata, type Metadata } from './client-metadata.ts';

/** draft-ietf-oauth-client-id-metadata-document-02 section 6.6 proposes this size. */
const LARGEST_DOCUMENT = 5 * 1024;
/** Milliseconds, with connect. */
const DOCUMENT_TIME = 5000;
/** Seconds. A document that cannot be had for some minutes signs nobody out; one that was changed is read within the day. */
const DOCUMENT_AGE = { min: 300, max: 24 * 3600 };

/** Fetches documents by https from public addresses alone, and follows no redirect. */
export function documentFetch(): ServerFetch {
  return createServerFetch({ deadline: DOCUMENT_TIME, maxBody: LARGEST_DOCUMENT });
}

export const CLIENT_FEATURES = {
  registration: { enabled: true, issueRegistrationAccessToken: false },
  clientIdMetadataDocument: {
    enabled: true,
    // The draft may change within a minor version of the library, which stops then and says so.
    ack: 'draft-02',
    cacheDuration: DOCUMENT_AGE,
    // Section 3 of the draft: the URL has a path.
    allowFetch: (_ctx: unknown, clientId: string) => new URL(clientId).pathname !== '/',
  },
} satisfies Configuration['features'];

/** How registrations and documents are judged, and how documents are fetched. */
export function clientSettings(fetch: ServerFetch): Configuration {
  return {
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    // The library judges metadata only where there is a property of its own to judge. This one is RFC 7591's.
    extraClientMetadata: {
      properties: ['software_id'],
      validator: (_ctx, _key, _value, metadata) => checkMetadata(metadata as Metadata),
    },
    fetch: fetch as Configuration['fetch'],
    fetchResponseBodyLimits: { 'client_id metadata document': LARGEST_DOCUMENT },
  };
}
