import { useEffect, useRef } from 'preact/hooks';
import type { Api, Connection, Provider, Server } from './api.ts';
import type { Intent } from './intent.ts';
import type { Notice } from './notice.ts';
import type { Person } from './person.ts';
import { type Wish, wishOf } from './wish.ts';

interface Input {
  api: Api;
  intent: Intent;
  person: Person;
  workspace: string;
  providers: Provider[] | undefined;
  servers: Server[] | undefined;
  connections: Connection[] | undefined;
  open: (wish: Wish) => void;
  /** Where the connection waits for a choice, a new consent helps nothing. */
  onChoice: (connection: Connection, provider: Provider) => void;
  onNotice: (notice: Notice) => void;
}

/**
 * Opens the dialog that the link of a refusal asks for, or leads to the choice that the connection waits for, once, when everything is loaded. The person still starts the consent by a
 * click. A link for a workspace of which the person is not a member opens nothing: the account would land in another one.
 */
export function useDeepLink(input: Input): void {
  const { api, intent, person, workspace, providers, servers, connections, open, onChoice, onNotice } = input;
  const link = intent.connect;
  const isDone = useRef(false);
  useEffect(() => {
    if (link === undefined || isDone.current) return;
    if (link.workspace !== undefined && !person.workspaces.some(({ id }) => id === link.workspace)) {
      isDone.current = true;
      onNotice(notAMember(link.workspace));
      return;
    }
    if (link.workspace !== undefined && link.workspace !== workspace) return;
    if (providers === undefined || servers === undefined || connections === undefined) return;
    isDone.current = true;
    const provider = providers.find(({ id }) => id === link.provider);
    if (provider === undefined) {
      onNotice(UNKNOWN_PROVIDER);
      return;
    }
    const call =
      link.refusal === undefined
        ? Promise.resolve(undefined)
        : api.call(workspace, link.refusal).catch(() => 'unreadable' as const);
    void call.then((recorded) => {
      const wish = wishOf(link, provider, { connections, servers, call: recorded });
      if (wish.connection?.status === 'choice_needed') onChoice(wish.connection, provider);
      else open(wish);
    });
  }, [workspace, providers, servers, connections]);
}

/** What a person reads whose link is for a workspace of others. */
export function notAMember(workspace: string): Notice {
  const title = `You are not a member of the workspace “${workspace}”`;
  return {
    tone: 'bad',
    title: workspace === '' ? 'The link names no workspace' : title,
    text: 'The link is for that workspace, so nothing was opened. Sign in as a member of that workspace, or ask one of its admins.',
  };
}

const UNKNOWN_PROVIDER: Notice = {
  tone: 'bad',
  title: 'Unknown provider',
  text: 'Neither this environment nor the workspace has a provider with that id.',
};
