import { hostIn } from '../../words/plain-text.ts';

/** A page of a vendor, which the catalogue names and no metadata does. Its text is its host. */
export function AskLink({ ask }: { ask: string }) {
  if (URL.parse(ask)?.protocol !== 'https:') return <>{hostIn(ask)}</>;
  return (
    <a href={ask} target="_blank" rel="noreferrer">
      {hostIn(ask)}
    </a>
  );
}
