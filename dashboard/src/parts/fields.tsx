/** The kinds of fields that forms have. */
import type { ComponentChildren, RefObject } from 'preact';
import { Field, type FieldProps } from './field.tsx';

interface ValueProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** Further attributes of an input. */
interface InputExtras {
  required?: boolean;
  maxLength?: number;
  minLength?: number;
  pattern?: string;
  placeholder?: string;
  title?: string;
  autofocus?: boolean;
  inputMode?: 'url' | 'text';
  autocapitalize?: 'off';
  disabled?: boolean;
}

interface TextProps extends ValueProps {
  type?: 'text' | 'password' | 'url' | 'search' | 'date';
  input?: InputExtras;
  field?: RefObject<HTMLInputElement>;
}

/** One line of text. */
export function TextField({ value, onChange, type = 'text', input, field, ...beside }: TextProps) {
  const attributes: object = { type, ...input };
  return (
    <Field {...beside}>
      {(bound) => (
        <input
          {...attributes}
          {...bound}
          ref={field ?? null}
          value={value}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface TextAreaProps extends ValueProps {
  rows?: number;
  /** Letters of one width, for JSON and lists of names. */
  isCode?: boolean;
  isRequired?: boolean;
  placeholder?: string;
}

/** Several lines of text. */
export function TextAreaField(props: TextAreaProps) {
  const { value, onChange, rows = 3, isCode = false, isRequired = false, placeholder, ...beside } = props;
  return (
    <Field {...beside}>
      {(bound) => (
        <textarea
          {...bound}
          class={isCode ? 'code-area' : undefined}
          rows={rows}
          value={value}
          required={isRequired}
          placeholder={placeholder ?? ''}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A value with its words. */
export type Option = readonly [value: string, words: string];

interface SelectProps extends ValueProps {
  choices: readonly Option[];
  disabled?: boolean;
}

/** One of several values. */
export function SelectField({ value, onChange, choices, disabled = false, ...beside }: SelectProps) {
  return (
    <Field {...beside}>
      {(bound) => (
        <select
          {...bound}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {choices.map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  class?: string;
  children: ComponentChildren;
}

/** A box that a person ticks, with its words beside it. */
export function CheckField({ isOn, onChange, class: more = '', children }: CheckProps) {
  return (
    <label class={`check ${more}`.trim()}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}

/** A search field whose label only screen readers read. */
export function SearchField({ label, value, onChange }: Pick<ValueProps, 'label' | 'value' | 'onChange'>) {
  return (
    <input
      type="search"
      class="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}
