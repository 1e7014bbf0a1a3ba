import type { ComponentChildren } from 'preact';
import { Logo, MenuIcon } from './icons.tsx';

interface Props {
  /** The name of the page or of the product, beside the logo. */
  title: string;
  isOpen: boolean;
  onToggle: () => void;
  children: ComponentChildren;
}

/** The navigation at the side. On a small screen a button opens the navigation. */
export function Side({ title, isOpen, onToggle, children }: Props) {
  return (
    <header class={isOpen ? 'side open' : 'side'}>
      <div class="side-head">
        <span class="brand">
          <Logo />
          <span>{title}</span>
        </span>
        <button
          type="button"
          class="icon-button menu-button"
          aria-expanded={isOpen}
          aria-controls="navigation"
          aria-label="Menu"
          onClick={onToggle}
        >
          <MenuIcon />
        </button>
      </div>
      <div class="side-body" id="navigation">
        {children}
      </div>
    </header>
  );
}
