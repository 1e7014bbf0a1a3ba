/** What a definition says of spent refresh tokens, held against what the provider's script does with them. */
import type { ScriptedProvider } from '../../local/scripted-providers/scripted-provider.ts';
import type { Provider } from '../../src/oauth/provider.ts';

/** What is wrong; nothing of a script without refresh tokens. */
export function refreshFaults({ oauth: { refresh } }: Provider, { tokens, expected }: ScriptedProvider): string[] {
  if (!expected.refreshes || refresh.kind === 'none') return [];
  const kinds = ['sometimes', tokens.reuse === 'works' ? 'reusable' : 'rotating'];
  return [
    ...(kinds.includes(refresh.kind) ? [] : ['a kind that is not the script’s']),
    ...(tokens.reuse === 'ends-grant' && refresh.replay !== 'kills-family' ? ['a replay that ends the grant'] : []),
  ];
}
