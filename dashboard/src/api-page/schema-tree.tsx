import { useState } from 'preact/hooks';
import { Markdown } from './markdown.tsx';
import { type OpenApi, resolved, type Schema } from './openapi.ts';
import { type Field, hasParts, type Inside, partsOf } from './schema-parts.ts';
import { boundsOf, typeWords, valuesOf } from './type-words.ts';

interface Props {
  document: OpenApi;
  inside: Inside;
}

/** The fields of a schema, each with what it is. What is within a field is made when somebody unfolds it. */
export function SchemaTree({ document, inside }: Props) {
  const { fields, choices, name, isRepeated } = partsOf(document, inside);
  if (isRepeated) return <p class="small-text">The fields of {name} stand above.</p>;
  return (
    <>
      {fields.length > 0 && (
        <ul class="schema">
          {fields.map((field) => (
            <FieldItem key={field.name} {...{ document, field }} />
          ))}
        </ul>
      )}
      {choices.length > 0 && (
        <ul class="schema">
          {choices.map(({ name: choice, ...each }) => (
            <li key={choice}>
              <p class="field-head">
                <strong>{choice}</strong> <span class="small-text">{typeWords(document, each.schema)}</span>
              </p>
              <About {...{ document, schema: each.schema }} />
              <Within document={document} inside={each} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function FieldItem({ document, field }: { document: OpenApi; field: Field }) {
  return (
    <li>
      <FieldHead name={field.name} isRequired={field.isRequired} type={typeWords(document, field.schema)} />
      <About {...{ document, schema: field.schema }} />
      <Within document={document} inside={field} />
    </li>
  );
}

export function FieldHead({ name, isRequired, type }: { name: string; isRequired: boolean; type: string }) {
  return (
    <p class="field-head">
      <code>{name}</code> <span class="small-text">{type}</span>{' '}
      {isRequired && <span class="required">required</span>}
    </p>
  );
}

/** What a schema means, and what its values must keep. */
export function About({ document, schema: given }: { document: OpenApi; schema: Schema }) {
  const { schema } = resolved(document, given);
  const values = valuesOf(schema);
  const bounds = [
    ...boundsOf(schema),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
  return (
    <>
      {schema.description && <Markdown text={schema.description} />}
      {values.length > 0 && (
        <p class="small-text">
          {values.map((value) => (
            <code key={value}>{value}</code>
          ))}
        </p>
      )}
      {bounds.length > 0 && <p class="small-text bounds">{bounds.join(' · ')}</p>}
    </>
  );
}

function Within({ document, inside }: Props) {
  const [isOpen, setOpen] = useState(false);
  if (!hasParts(document, inside)) return null;
  const { name, choices, isRepeated } = partsOf(document, inside);
  const what = choices.length > 0 ? 'Forms' : 'Fields';
  if (isRepeated) return <SchemaTree {...{ document, inside }} />;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name === undefined ? what : `${what} of ${name}`}</summary>
      {isOpen && <SchemaTree {...{ document, inside }} />}
    </details>
  );
}
