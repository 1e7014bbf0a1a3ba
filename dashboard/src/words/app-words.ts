/** The words about OAuth apps, for a person who chooses between the app of the platform and that of the workspace. */
import type { Provider } from '../api/types.ts';
import type { AppOwner } from '../consent/app-choice.ts';

export const APP_NAMES: Record<AppOwner, string> = {
  verified: 'Verified app of the platform',
  workspace: 'Your own app',
};

/** The facts of an app in the order in which a person asks for them. */
export const FACT_NAMES = {
  setUp: 'Set-up',
  testUsers: 'Who can connect',
  unverifiedScreen: 'Warning at the consent',
  quota: 'Limits',
  refreshToken: 'Refresh tokens',
} as const satisfies Partial<Record<keyof Provider['verified'], string>>;

/** Why the app cannot be used. Undefined: the app can be used. Pure. */
export function whyNoApp(
  { name, id, verifiedApp, ownApp }: Pick<Provider, 'name' | 'id' | 'verifiedApp' | 'ownApp'>,
  owner: AppOwner,
): string | undefined {
  if (owner === 'workspace')
    return ownApp === 'registered' ? undefined : 'This workspace has registered none.';
  switch (verifiedApp) {
    case 'available':
      return undefined;
    case 'coming_soon':
      return `This environment has none for ${name}. Its operator can add one.`;
    case 'not_possible':
      return id.startsWith('custom~')
        ? 'This workspace added the provider, so only an app of its own can be used.'
        : `There can be none: each customer of ${name} registers an app of their own.`;
    case 'not_allowed':
      return 'The operator of this environment, or an admin of this workspace, allows own apps alone.';
  }
}

/** Why nobody can connect the provider in the workspace, and what would help. Pure. */
export function nobodyCanConnect(
  { name, connectsWith }: Pick<Provider, 'name' | 'connectsWith'>,
  { isPersonal }: { isPersonal: boolean },
): string {
  if (isPersonal)
    return `A personal workspace connects with the verified apps of the platform, and there is none for ${name} that you can use. In a workspace with an app of its own, ${name} can be connected for its members.`;
  return connectsWith === 'app_not_allowed'
    ? `This workspace may use its own OAuth apps alone, and has none for ${name} yet.`
    : `Nobody can connect ${name} before this workspace has its own OAuth app for it.`;
}

/** The text that a member sends to an admin. The text has no secret and says nothing about the member. Pure. */
export function adminRequest(input: {
  workspace: string;
  provider: string;
  appAddress: string;
  connectAddress: string;
}): string {
  const { workspace, provider, appAddress, connectAddress } = input;
  return [
    `I would like to connect ${provider} in the workspace ${workspace} of Connections.`,
    `It needs an OAuth app of the workspace’s own, which an admin registers at ${provider}.`,
    `This page has the steps, the redirect URI and the form: ${appAddress}`,
    `When it is saved, I connect my account here: ${connectAddress}`,
  ].join('\n');
}
