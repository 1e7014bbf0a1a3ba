import type { OAuthApp } from '../../api/types.ts';
import { usePeople } from '../../data/use-people.ts';
import { Time } from '../../parts/time.tsx';

/** How old the client secret is, and who set it. The secret itself can be read nowhere. */
export function SecretSet({
  app: { hasSecret, secretSetAt, secretSetBy },
  isShort = false,
}: {
  app: Pick<OAuthApp, 'hasSecret' | 'secretSetAt' | 'secretSetBy'>;
  /** Its name says already that it is of the secret. */
  isShort?: boolean;
}) {
  const people = usePeople();
  if (!hasSecret) return <>A public client, without a secret</>;
  return (
    <>
      {isShort ? 'Set' : 'Secret set'} <Time at={secretSetAt} />
      {secretSetBy === undefined ? '' : ` by ${people(secretSetBy)}`}
    </>
  );
}
