import type { Provider } from '../api.ts';

interface Props {
  provider: Provider;
  /** Those chosen at each consent, or those that belong to an own app. */
  of: 'connection' | 'app';
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
}

/** What is part of the provider's URLs and differs between its customers, such as a subdomain. */
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
            <small>{usual ? `Leave it empty for ${usual}.` : `For example ${example}.`}</small>
          </label>
        ))}
    </>
  );
}

/** An empty field is no value: the provider's usual one is used. */
function withValue(
  values: Readonly<Record<string, string>>,
  name: string,
  value: string,
): Record<string, string> {
  const { [name]: _, ...others } = values;
  return value === '' ? others : { ...others, [name]: value };
}
