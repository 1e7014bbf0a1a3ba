import type { ComponentChildren } from 'preact';

interface Props {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ComponentChildren;
}

export function CheckField({ isOn, onChange, children }: Props) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}
