import { useMemo } from 'preact/hooks';
import { Resource, useResource } from '../../data/resource.ts';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import { POLICY_WORDS } from '../settings/policy-words.ts';

/** Which OAuth apps the workspace allows, in one line. */
export function PolicyLine() {
  const { api, to, isAdmin } = useHere();
  const policy = useMemo(() => new Resource(api.apps.policy), [api]);
  const { value } = useResource(policy);
  return (
    <p class="policy-line soft" aria-busy={value === undefined}>
      {value && (
        <>
          {POLICY_WORDS[value.allowed].now}{' '}
          <Link to={to({ page: 'settings' })}>
            {isAdmin ? 'Change this in the settings' : 'See the settings'}
          </Link>
        </>
      )}
    </p>
  );
}
