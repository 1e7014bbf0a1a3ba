/** What a definition says of spent refresh tokens, held against what the provider's script does with them. */
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import type { Provider } from '../../src/oauth/provider.ts';

/** What is wrong; nothing of a script without refresh tokens. */
export function refreshFaults(
  { oauth: { refresh } }: Provider,
  { tokens, expected }: ScriptedProvider,
): string[] {
  if (!expected.refreshes || refresh.kind === 'none') return [];
  const kinds = ['sometimes', tokens.reuse === 'works' ? 'reusable' : 'rotating'];
  return [
    ...(kinds.includes(refresh.kind) ? [] : ['a kind that is not the script’s']),
    ...(tokens.reuse === 'ends-grant' && refresh.replay !== 'kills-family'
      ? ['a replay that ends the grant']
      : []),
  ];
}

/** No script shows their setting yet: that of the first two is github-app’s, and nobody has looked up HubSpot’s. */
const WITHOUT_VARIANT = ['github-app-enterprise', 'github-app-ghe', 'hubspot'];

/** `sometimes` is for apps with a setting: the scripts differ in their refresh tokens then. */
export function settingFaults(
  { id, oauth: { refresh } }: Provider,
  scripts: readonly ScriptedProvider[],
): string[] {
  const shown = new Set(scripts.map(({ expected, tokens }) => expected.refreshes !== false && tokens.reuse));
  const isShown = shown.size > 1 || WITHOUT_VARIANT.includes(id);
  return refresh.kind === 'sometimes' && !isShown ? ['a setting of the app that no script shows'] : [];
}
