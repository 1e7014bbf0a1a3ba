import { BadIcon, GoodIcon, IdleIcon, WarningIcon } from './icons.tsx';

const ICONS = { good: GoodIcon, warning: WarningIcon, bad: BadIcon, idle: IdleIcon };

interface Props {
  label: string;
  /** Decides the colour and the symbol. The label says the same in words. */
  tone: keyof typeof ICONS;
}

/** How something is, in one or two words. */
export function Badge({ label, tone }: Props) {
  const Icon = ICONS[tone];
  return (
    <span class={`badge ${tone}`}>
      <Icon />
      {label}
    </span>
  );
}
