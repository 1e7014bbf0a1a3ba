import { SelectField, TextField } from '../../../parts/fields.tsx';
import { plainText } from '../../../words/plain-text.ts';
import type { ArgumentField } from './schema-to-fields.ts';

interface Props {
  fields: ArgumentField[];
  typed: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  onType: (name: string, value: string) => void;
}

/** A field for each argument, in the tool's own words. */
export function ArgumentFields({ fields, typed, errors, onType }: Props) {
  if (fields.length === 0) return <p class="soft">The tool takes no arguments.</p>;
  return (
    <>
      {fields.map((field) => (
        <One
          key={field.name}
          field={field}
          value={typed[field.name] ?? ''}
          error={errors[field.name]}
          onChange={(value) => onType(field.name, value)}
        />
      ))}
    </>
  );
}

interface OneProps {
  field: ArgumentField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function One({ field: { name, kind, description, isRequired, choices = [] }, ...rest }: OneProps) {
  const props = {
    ...rest,
    label: plainText(name, 80),
    ...(!isRequired && { note: 'optional' }),
    ...(description !== undefined && { hint: plainText(description, 300) }),
  };
  if (kind !== 'choice') return <TextField {...props} />;
  const shown = choices.map(({ json, words }) => [json, plainText(words, 80)] as const);
  return (
    <SelectField {...props} choices={[['', isRequired ? 'Choose one' : 'Not given'] as const, ...shown]} />
  );
}
