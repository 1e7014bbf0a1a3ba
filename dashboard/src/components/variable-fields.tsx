import type { Provider } from '../api.ts';

interface Props {
  provider: Provider;
  /** Which variables: those of each consent, or those of the workspace's own OAuth app. */
  of: 'connection' | 'app';
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
}

/** Fields for the parts of the provider's URLs that differ between its customers, such as a subdomain. */
export function VariableFields({ provider, of, values, onChange }: Props) {
  return (
    <>
      {provider.variables
        .filter((variable) => variable.of === of)
        .map(({ name, label, example, default: usual }) => (
          <label class="field" key={name}>
            <span>{label}</span>
            <input
              type="text"
              value={values[name] ?? ''}
              placeholder={usual ?? example}
              required={usual === undefined}
              maxLength={253}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => onChange(withValue(values, name, event.currentTarget.value.trim()))}
            />
            <small>{usual ? `Leave this empty for ${usual}.` : `For example ${example}.`}</small>
          </label>
        ))}
    </>
  );
}

/** An empty field gives no value, and the provider's default is used. */
function withValue(
  values: Readonly<Record<string, string>>,
  name: string,
  value: string,
): Record<string, string> {
  const { [name]: _, ...others } = values;
  return value === '' ? others : { ...others, [name]: value };
}
