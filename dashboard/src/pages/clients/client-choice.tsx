import { CLIENT_KINDS, CLIENT_NAMES, type ClientKind } from '../../clients/client-kinds.ts';

interface Props {
  kind: ClientKind;
  onChoose: (kind: ClientKind) => void;
}

/** The choice of the client that the person has. */
export function ClientChoice({ kind, onChoose }: Props) {
  return (
    <fieldset class="client-choice">
      <legend class="visually-hidden">Your client</legend>
      {CLIENT_KINDS.map((each) => (
        <label key={each} class={each === kind ? 'choice-card chosen' : 'choice-card'}>
          <input type="radio" name="client" checked={each === kind} onChange={() => onChoose(each)} />
          <span>{CLIENT_NAMES[each]}</span>
        </label>
      ))}
    </fieldset>
  );
}
