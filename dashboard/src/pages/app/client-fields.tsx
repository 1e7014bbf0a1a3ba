import { errorAt, type FieldErrors } from '../../words/field-words.ts';
import { PastedField } from './pasted-field.tsx';

export interface Client {
  id: string;
  secret: string;
}

interface Props {
  client: Client;
  onChange: (client: Client) => void;
  errors: FieldErrors;
  /** The client stays, and gets another secret. */
  isIdFixed?: boolean;
}

/** Client id and client secret. The API never returns a secret, so its field is empty at first. */
export function ClientFields({ client, onChange, errors, isIdFixed = false }: Props) {
  return (
    <>
      {!isIdFixed && (
        <PastedField
          label="Client id"
          hint="As the provider shows it."
          value={client.id}
          onChange={(id) => onChange({ ...client, id })}
          error={errorAt(errors, '/clientId')}
          input={{ required: true, maxLength: 600, autocapitalize: 'off' }}
        />
      )}
      <PastedField
        label={isIdFixed ? 'New client secret' : 'Client secret'}
        hint="It is stored sealed, and nobody can read it again."
        isSecret
        value={client.secret}
        onChange={(secret) => onChange({ ...client, secret })}
        error={errorAt(errors, '/clientSecret')}
        input={{ required: true, maxLength: 2100, autocapitalize: 'off' }}
      />
    </>
  );
}
