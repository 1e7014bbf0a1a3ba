import { useState } from 'preact/hooks';

/** The redirect URI that a vendor has to allow, to copy. */
export function RedirectUri({ uri }: { uri: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    // Where the browser refuses, a click selects the whole text.
    navigator.clipboard.writeText(uri).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <div class="redirect-uri">
      <span>Redirect URI</span> <code>{uri}</code>
      <button type="button" class="button small" onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
