/** Plays providers for the people of the local environment: each consent is a grant of its own, with its own tokens. */
import { randomUUID } from 'node:crypto';
import { callbackUrl } from '../scripted-providers/authorization-endpoint.ts';
import type { ReceivedRequest } from '../scripted-providers/received-request.ts';
import { type RunningProvider, runProvider } from '../scripted-providers/run-provider.ts';
import type { Answer } from '../scripted-providers/scripted-provider.ts';
import { type Question, questionAt, type Registered, withoutGrant } from './find-script.ts';
import type { PlayedApp } from './played-apps.ts';
import type { KeptGrant } from './played-state.ts';
import { valuesIn } from './requests.ts';

/** A grant, and whether a token of it still works. */
export type ListedGrant = Pick<KeptGrant, 'id' | 'provider' | 'clientId' | 'consentedAt'> & {
  account: string;
  isLive: boolean;
};

export interface PlayedProviders {
  apps: readonly PlayedApp[];
  /** Undefined where this is no authorization page. Throws when the provider does not document such a request. */
  question(url: URL): Question | undefined;
  /** The person's decision. Returns the URL to which the browser goes back. */
  allow(question: Question): string;
  cancel(question: Question): string;
  /** Every other request. Throws when the provider does not document such a request. */
  answer(request: ReceivedRequest): Answer;
  /** The newest first. */
  grants(): ListedGrant[];
  /** Ends grants as a person does on the provider's own page. Returns how many there were. */
  withdraw(isMeant: (grant: ListedGrant) => boolean): number;
}

interface Grant {
  kept: Omit<KeptGrant, 'asked' | 'tokens'>;
  running: RunningProvider;
}

/** The oldest grants are forgotten. */
const MOST_GRANTS = 100;

export interface PlayInput extends Registered {
  /** Of an earlier run. */
  grants: readonly KeptGrant[];
  /** Called after each change. */
  keep: (grants: KeptGrant[]) => void;
  now: () => number;
}

export function playProviders(input: PlayInput): PlayedProviders {
  const grants = input.grants.flatMap((kept) => restored(kept, input));
  const keep = () => {
    grants.splice(0, Math.max(0, grants.length - MOST_GRANTS));
    input.keep(grants.map(({ kept, running }) => ({ ...kept, ...running.kept() })));
  };
  return {
    apps: input.apps,
    question: (url) => questionAt(url, input),
    allow(question) {
      const { grant, callback } = consented(question, input.now());
      endEarlier(grants, question);
      grants.push(grant);
      keep();
      return callback;
    },
    cancel: ({ script, client, url }) =>
      callbackUrl(url.searchParams, client, {
        parameters: { ...script.authorization.callback, error: 'access_denied' },
        proof: script.authorization.proof,
        now: input.now(),
      }),
    answer(request) {
      const values = valuesIn(request);
      const grant = grants.findLast(({ running }) => values.some((value) => running.knows(value)));
      try {
        return (grant?.running ?? withoutGrant(request, input)).answer(request);
      } finally {
        keep();
      }
    },
    grants: () => grants.map(listed).reverse(),
    withdraw(isMeant) {
      const meant = grants.filter((grant) => listed(grant).isLive && isMeant(listed(grant)));
      for (const { running } of meant) running.endGrant();
      keep();
      return meant.length;
    },
  };
}

/** The new grant, whose only sign of life is the code in the callback's URL. */
function consented({ script, client, url }: Question, consentedAt: number) {
  const { clientId, redirectUri } = client;
  const { provider, authorization } = script;
  const kept = { id: randomUUID(), provider, page: authorization.at, clientId, redirectUri, consentedAt };
  const running = runProvider(script, client);
  return { grant: { kept, running }, callback: running.authorize(url) };
}

/** Where a consent replaces the one before it. */
function endEarlier(grants: readonly Grant[], { script, client }: Question): void {
  if (!script.tokens.consentEndsGrant) return;
  for (const { kept, running } of grants) if (kept.clientId === client.clientId) running.endGrant();
}

function restored({ asked, tokens, ...kept }: KeptGrant, { scripts, apps }: Registered): Grant[] {
  const { provider, page, clientId, redirectUri } = kept;
  const script = scripts.find((one) => one.provider === provider && one.authorization.at === page);
  const app = apps.find((one) => one.provider === provider && one.clientId === clientId);
  if (!script || !app) return [];
  const client = { clientId, clientSecret: app.clientSecret, redirectUri };
  return [{ kept, running: runProvider(script, client, { asked, tokens }) }];
}

function listed({ kept, running }: Grant): ListedGrant {
  const { id, provider, clientId, consentedAt } = kept;
  const { account } = running.provider.expected;
  return { id, provider, clientId, consentedAt, account, isLive: running.isGranted() };
}
