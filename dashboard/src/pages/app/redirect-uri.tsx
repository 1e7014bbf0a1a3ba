import { Copyable } from '../../parts/copy.tsx';

/** What has to be registered at the provider, character by character. */
export function RedirectUri({ uri }: { uri: string | undefined }) {
  return (
    <div class="redirect-uri">
      <p class="small-text">Redirect URI, to register there</p>
      {uri === undefined ? <p class="soft">…</p> : <Copyable text={uri} what="the redirect URI" />}
    </div>
  );
}
