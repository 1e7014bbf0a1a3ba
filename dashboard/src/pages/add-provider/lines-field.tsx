import { useId } from 'preact/hooks';

interface Props {
  label: string;
  note?: string;
  hint: string;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  isRequired?: boolean;
  placeholder?: string;
}

/** Several lines of text with a label, a hint, and what is wrong with them. */
export function LinesField({ label, note, hint, error, value, onChange, isRequired, placeholder }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label} {note && <small>({note})</small>}
      </label>
      <textarea
        id={id}
        rows={2}
        value={value}
        spellcheck={false}
        required={isRequired === true}
        placeholder={placeholder ?? ''}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? `${id}-hint` : `${id}-error ${id}-hint`}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      <p class="field-hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
