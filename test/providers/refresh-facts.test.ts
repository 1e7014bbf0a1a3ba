/**
 * What a definition says of spent refresh tokens, beside what the provider's script does with them.
 * Covers src/providers, local/scripted-providers.
 */
import { describe, expect, it } from 'vitest';
import { SCRIPTED_PROVIDERS } from '../../local/scripted-providers/all-providers.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';

const refreshed = SCRIPTED_PROVIDERS.filter(({ expected }) => expected.refreshes).map((scripted) => ({
  name: [scripted.provider, scripted.variant].filter(Boolean).join(', '),
  refresh: CATALOGUE.get(scripted.provider)?.oauth.refresh,
  reuse: scripted.tokens.reuse,
}));

describe.each(refreshed)('$name', ({ refresh, reuse }) => {
  it('rotates where its script does, unless the app decides', () => {
    const kinds = ['sometimes', reuse === 'works' ? 'reusable' : 'rotating'];
    expect(kinds).toContain(refresh?.kind);
  });

  it('is not asked again with a spent token, where that ends the grant', () => {
    const replay = refresh?.kind === 'none' ? undefined : refresh?.replay;
    expect(reuse === 'ends-grant' && replay !== 'kills-family').toBe(false);
  });
});
