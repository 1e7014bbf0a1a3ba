import type { ComponentChildren, RefObject } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  /** Only screen readers read the label, because the text beside says the same. */
  isLabelHidden?: boolean;
  /** Beside the label, such as "optional". */
  note?: string;
  hint?: ComponentChildren;
  /** What is wrong with the value. */
  error?: string | undefined;
}

/** What else the browser shall know of the field. */
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

interface TextProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'password' | 'url' | 'search' | 'date';
  input?: InputExtras;
  field?: RefObject<HTMLInputElement>;
}

/** One line of text with its label, a hint, and what is wrong with it. */
export function TextField({
  label,
  isLabelHidden = false,
  note,
  hint,
  error,
  value,
  onChange,
  type = 'text',
  input,
  field,
}: TextProps) {
  const id = useId();
  const attributes: object = { type, ...input };
  return (
    <div class="field">
      <Label {...{ id, label, note, isLabelHidden }} />
      <input
        {...attributes}
        id={id}
        ref={field ?? null}
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, { hint, error })}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <Below {...{ id, hint, error }} />
    </div>
  );
}

interface SelectProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Values with their words. */
  choices: readonly (readonly [value: string, words: string])[];
  disabled?: boolean;
}

export function SelectField({
  label,
  isLabelHidden = false,
  note,
  hint,
  error,
  value,
  onChange,
  choices,
  disabled = false,
}: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <Label {...{ id, label, note, isLabelHidden }} />
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, { hint, error })}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {choices.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
      <Below {...{ id, hint, error }} />
    </div>
  );
}

/** A search field whose label only screen readers read. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
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

export function Label({
  id,
  label,
  note,
  isLabelHidden,
}: Pick<FieldProps, 'label' | 'note' | 'isLabelHidden'> & { id: string }) {
  return (
    <label for={id} class={isLabelHidden ? 'visually-hidden' : undefined}>
      {label} {note && <small>({note})</small>}
    </label>
  );
}

export function Below({
  id,
  hint,
  error,
}: {
  id: string;
  hint?: ComponentChildren;
  error?: string | undefined;
}) {
  return (
    <>
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </>
  );
}

export function describedBy(
  id: string,
  { hint, error }: { hint?: ComponentChildren; error?: string | undefined },
) {
  const parts = [...(error === undefined ? [] : [`${id}-error`]), ...(hint ? [`${id}-hint`] : [])];
  return parts.length === 0 ? undefined : parts.join(' ');
}
