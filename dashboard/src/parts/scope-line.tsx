import { GoodIcon, IdleIcon, WarningIcon } from './icons.tsx';

interface Props {
  scope: string;
  /** What the scope allows, for people. */
  words: string | undefined;
  /** `wanted`: nobody has been asked for it yet. */
  state: 'granted' | 'missing' | 'wanted';
}

const ICONS = { granted: GoodIcon, missing: WarningIcon, wanted: IdleIcon };

/** A permission in plain words, and whether it was granted. */
export function ScopeLine({ scope, words, state }: Props) {
  const Icon = ICONS[state];
  return (
    <li class={`scope ${state}`}>
      <Icon />
      <span>
        {words ?? scope}
        {state === 'missing' && <strong> Not granted</strong>}
        {words !== undefined && words !== scope && <code>{scope}</code>}
      </span>
    </li>
  );
}
