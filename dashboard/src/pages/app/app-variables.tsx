import type { Provider } from '../../api/types.ts';
import { TextField } from '../../parts/fields.tsx';
import { errorAt, type FieldErrors } from '../../words/field-words.ts';

export type Values = Readonly<Record<string, string>>;

interface Props {
  variables: Provider['variables'];
  values: Values;
  onChange: (values: Values) => void;
  errors?: FieldErrors;
  /** Without a value the app can be saved, and not be checked. */
  isOptional?: boolean;
}

/** Fields for the parts of the provider's addresses that differ between its customers, such as a subdomain. */
export function AppVariables({ variables, values, onChange, errors = {}, isOptional = false }: Props) {
  return (
    <>
      {variables.map(({ name, label, example, default: usual }) => (
        <TextField
          key={name}
          label={label}
          {...((isOptional || usual !== undefined) && { note: 'optional' })}
          hint={usual === undefined ? `For example ${example}.` : `Without a value it is ${usual}.`}
          error={errorAt(errors, `/variables/${name}`)}
          value={values[name] ?? ''}
          onChange={(value) => onChange(withValue(values, name, value.trim()))}
          input={{ required: !isOptional && usual === undefined, maxLength: 253, autocapitalize: 'off' }}
        />
      ))}
    </>
  );
}

/** An empty field gives no value, and the provider's default is used. */
function withValue(values: Values, name: string, value: string): Values {
  const { [name]: _, ...others } = values;
  return value === '' ? others : { ...others, [name]: value };
}
