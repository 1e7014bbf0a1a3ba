import type { OAuthApp } from '../../api/types.ts';
import { Fact, Facts } from '../../parts/panel.tsx';

/** The addresses that a description has, or that the metadata of its issuer named. */
export function Endpoints({ custom }: { custom: NonNullable<OAuthApp['custom']> }) {
  const { issuer, authorizationEndpoint, tokenEndpoint, userinfoEndpoint, revocationEndpoint } = custom;
  const addresses: [string, string | undefined][] = [
    ['Issuer', issuer],
    ['Authorization endpoint', authorizationEndpoint],
    ['Token endpoint', tokenEndpoint],
    ['Userinfo endpoint', userinfoEndpoint],
    ['Revocation endpoint', revocationEndpoint],
  ];
  return (
    <Facts>
      {addresses.map(([name, address]) => (
        <Fact key={name} name={name}>
          {address === undefined ? 'None' : <code>{address}</code>}
        </Fact>
      ))}
      <Fact name="Client authentication">
        <code>{custom.clientAuthentication ?? 'client_secret_basic'}</code>
      </Fact>
    </Facts>
  );
}
