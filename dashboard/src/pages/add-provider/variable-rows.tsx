import { SelectField, TextField } from '../../parts/fields.tsx';
import { errorAt } from '../../words/field-words.ts';
import type { VariableDraft } from './custom-draft.ts';
import type { DraftProps } from './draft-fields.ts';

const NEW: VariableDraft = { name: '', label: '', example: '', form: 'label', of: 'app', value: '' };
const MOST = 10;

/** Parts of the addresses that differ between instances: `{name}` stands for the value. */
export function VariableRows({ draft: { variables }, onChange, errors }: DraftProps) {
  const set = (index: number, next: Partial<VariableDraft>) =>
    onChange({ variables: variables.map((each, at) => (at === index ? { ...each, ...next } : each)) });
  const general = errors['/custom/variables'] ?? errors['/variables'];
  return (
    <fieldset class="group variables" tabIndex={-1} data-invalid={general !== undefined}>
      <legend>Variables</legend>
      <p class="small-text">
        Where instances of the provider differ, write {'{name}'} in an endpoint or a host.
      </p>
      {general && (
        <p class="field-error" role="alert">
          {general}
        </p>
      )}
      {variables.map((variable, index) => (
        <VariableRow
          key={index}
          {...{ variable, errors }}
          number={index + 1}
          onChange={(next) => set(index, next)}
          onRemove={() => onChange({ variables: variables.filter((_, at) => at !== index) })}
        />
      ))}
      {variables.length < MOST && (
        <button
          type="button"
          class="button small"
          onClick={() => onChange({ variables: [...variables, NEW] })}
        >
          Add a variable
        </button>
      )}
    </fieldset>
  );
}

interface RowProps {
  variable: VariableDraft;
  number: number;
  errors: DraftProps['errors'];
  onChange: (next: Partial<VariableDraft>) => void;
  onRemove: () => void;
}

function VariableRow({ variable, number, errors, onChange, onRemove }: RowProps) {
  const { name, label, form, of, value, example } = variable;
  const at = (member: string) => errorAt(errors, `/custom/variables/${name}/${member}`);
  return (
    <fieldset class="variable">
      <legend>Variable {number}</legend>
      <TextField label="Name" value={name} onChange={(next) => onChange({ name: next })} />
      <TextField
        label="Label"
        error={at('label')}
        value={label}
        onChange={(next) => onChange({ label: next })}
      />
      <SelectField
        label="Form"
        value={form}
        onChange={(next) => onChange({ form: next as VariableDraft['form'] })}
        choices={[
          ['label', 'Letters, digits, hyphens'],
          ['host', 'A whole host'],
        ]}
      />
      <SelectField
        label="Who gives it"
        value={of}
        onChange={(next) => onChange({ of: next as VariableDraft['of'] })}
        choices={[
          ['app', 'An admin, below'],
          ['connection', 'Whoever connects'],
        ]}
      />
      {of === 'app' ? (
        <TextField
          label="Value"
          error={errorAt(errors, `/variables/${name}`)}
          value={value}
          onChange={(next) => onChange({ value: next })}
        />
      ) : (
        <TextField
          label="Example"
          note="optional"
          error={at('example')}
          value={example}
          onChange={(next) => onChange({ example: next })}
        />
      )}
      <button type="button" class="button small" onClick={onRemove}>
        Remove variable {number}
      </button>
    </fieldset>
  );
}
