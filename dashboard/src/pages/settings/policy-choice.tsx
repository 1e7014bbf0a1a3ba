import type { AppPolicy } from '../../api/types.ts';
import { useResource } from '../../data/resource.ts';
import { useHere } from '../../shell/here.ts';
import { countOf } from '../apps/apps-in-use.ts';
import { POLICY_WORDS } from './policy-words.ts';

type Allowed = AppPolicy['allowed'];

interface Props {
  chosen: Allowed;
  onChange: (chosen: Allowed) => void;
}

/** Both choices, each with what it means for consents to come and for the connections that exist. */
export function PolicyChoice({ chosen, onChange }: Props) {
  const meanings = useMeanings();
  return (
    <fieldset class="choice-cards">
      <legend class="visually-hidden">OAuth apps for new consents</legend>
      {(Object.keys(POLICY_WORDS) as Allowed[]).map((each) => (
        <label key={each} class={each === chosen ? 'choice-card chosen' : 'choice-card'}>
          <input type="radio" name="allowed" checked={each === chosen} onChange={() => onChange(each)} />
          <span>
            <strong>{POLICY_WORDS[each].title}</strong>
            <small>{POLICY_WORDS[each].meaning}</small>
            <small>{meanings[each]}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Connections that exist go on with either. */
function useMeanings(): Record<Allowed, string> {
  const { data } = useHere();
  const connections = useResource(data.connections).value ?? [];
  const ofVerified = connections.filter(
    ({ app, status }) => app.owner === 'verified' && status !== 'disconnected',
  );
  return {
    'verified-and-own': 'Every connection goes on as it is.',
    'own-only':
      ofVerified.length === 0
        ? 'No connection uses a verified app now.'
        : `${countOf(ofVerified)} with a verified app ${ofVerified.length === 1 ? 'goes' : 'go'} on until somebody disconnects ${ofVerified.length === 1 ? 'it' : 'them'}, and cannot be connected again with it.`,
  };
}
