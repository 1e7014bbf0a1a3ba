import type { Provider } from '../../api/types.ts';
import { hostWith, type Variable, valueFault, withValue } from '../../consent/variable-value.ts';
import { SelectField, TextField } from '../../parts/fields.tsx';

interface Props {
  provider: Provider;
  /** Which variables: those of each consent, or those of the workspace's own OAuth app. */
  of: Variable['of'];
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
  /** Whether the person tried to go on: then also what is missing is said. */
  isTried: boolean;
}

/** Fields for the parts of the provider's URLs that differ between its customers, such as a subdomain. Judged while typed. */
export function VariableFields({ provider, of, values, onChange, isTried }: Props) {
  return (
    <>
      {provider.variables
        .filter((variable) => variable.of === of)
        .map((variable) => (
          <VariableField
            key={variable.name}
            variable={variable}
            value={values[variable.name] ?? ''}
            onChange={(value) => onChange(withValue(values, variable.name, value))}
            isTried={isTried}
          />
        ))}
    </>
  );
}

interface FieldProps {
  variable: Variable;
  value: string;
  onChange: (value: string) => void;
  isTried: boolean;
}

function VariableField({ variable, value, onChange, isTried }: FieldProps) {
  const { label, example, default: usual, choices } = variable;
  const error = value !== '' || isTried ? valueFault(variable, value) : undefined;
  const host = hostWith(variable, value);
  if (choices !== undefined)
    return (
      <SelectField
        label={label}
        value={value}
        error={error}
        choices={[['', usual === undefined ? 'Choose' : `${usual} (usual)`], ...others(choices, usual)]}
        onChange={onChange}
      />
    );
  return (
    <TextField
      label={label}
      value={value}
      error={error}
      hint={
        host === undefined ? (
          usual === undefined ? (
            `For example ${example}.`
          ) : (
            `Leave this empty for ${usual}, or write for example ${example}.`
          )
        ) : (
          <>
            The browser goes to <strong>{host}</strong>.
          </>
        )
      }
      onChange={(typed) => onChange(typed.trim())}
      input={{ maxLength: 253, placeholder: usual ?? '', autocapitalize: 'off' }}
    />
  );
}

function others(choices: readonly string[], usual: string | undefined): (readonly [string, string])[] {
  return choices.filter((choice) => choice !== usual).map((choice) => [choice, choice] as const);
}
