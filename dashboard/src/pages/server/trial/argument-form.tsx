import { useRef, useState } from 'preact/hooks';
import type { Tool } from '../../../api/servers.ts';
import { TextAreaField } from '../../../parts/fields.tsx';
import { ArgumentFields } from './argument-fields.tsx';
import { type Arguments, argumentsOfFields, argumentsOfJson, JSON_TEXT, type Read } from './arguments-of.ts';
import { fieldsOf } from './schema-to-fields.ts';

/** The arguments of the tool: fields where its schema is simple, else a JSON text that is checked while it is typed. */
export function ArgumentForm({ tool, onSubmit }: { tool: Tool; onSubmit: (given: Arguments) => void }) {
  const [fields] = useState(() => fieldsOf(tool.inputSchema));
  const [isJson, setJson] = useState(fields === undefined);
  const [text, setText] = useState('');
  const [typed, setTyped] = useState(() =>
    Object.fromEntries((fields ?? []).map(({ name, first }) => [name, first])),
  );
  const [isChecked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const read: Read = isJson ? argumentsOfJson(text) : argumentsOfFields(fields ?? [], typed);
  const errors = 'errors' in read ? read.errors : {};
  const submit = (event: Event) => {
    event.preventDefault();
    setChecked(true);
    if ('given' in read) return onSubmit(read.given);
    // The fields are marked when this has rendered.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const toJson = () => {
    if ('given' in read) setText(JSON.stringify(read.given, null, 2));
    setJson(true);
  };
  return (
    <form ref={form} class="form arguments" onSubmit={submit} noValidate>
      {isJson ? (
        <TextAreaField
          label="Arguments"
          note="JSON"
          hint={fields === undefined ? 'One object, as the tool describes it.' : undefined}
          error={errors[JSON_TEXT]}
          value={text}
          onChange={setText}
          rows={6}
          isCode
        />
      ) : (
        <ArgumentFields
          fields={fields ?? []}
          typed={typed}
          errors={isChecked ? errors : {}}
          onType={(name, value) => setTyped({ ...typed, [name]: value })}
        />
      )}
      {isJson && <Schema schema={tool.inputSchema} />}
      <div class="actions">
        <button type="submit" class="button">
          Call the tool…
        </button>
        {fields !== undefined && (
          <button type="button" class="button quiet" onClick={isJson ? () => setJson(false) : toJson}>
            {isJson ? 'Use the fields' : 'Write the arguments as JSON'}
          </button>
        )}
      </div>
    </form>
  );
}

function Schema({ schema }: { schema: unknown }) {
  if (schema === undefined) return null;
  return (
    <details>
      <summary>What the tool takes</summary>
      <pre class="answer">{JSON.stringify(schema, null, 2)}</pre>
    </details>
  );
}
