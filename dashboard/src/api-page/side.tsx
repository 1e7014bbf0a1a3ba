import { useEffect, useRef, useState } from 'preact/hooks';
import { SearchField } from '../parts/fields.tsx';
import { Logo, MenuIcon } from '../parts/icons.tsx';
import { goToFragment } from './go-to-fragment.ts';
import { Method } from './operation-section.tsx';
import { type Group, searched } from './operations.ts';

const CHAPTERS = [
  ['introduction', 'Introduction'],
  ['authentication', 'Authentication'],
] as const;

/** Where one can go within the page. On a small screen a button opens it. */
export function Side({ groups }: { groups: Group[] }) {
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const current = useFragment();
  const found = searched(groups, search);
  const hasChosen = useRef(false);
  const close = () => {
    hasChosen.current = isOpen;
    setOpen(false);
  };
  useEffect(() => {
    // The open list had moved the place to which the browser went.
    if (!isOpen && hasChosen.current) goToFragment();
    hasChosen.current = false;
  }, [isOpen]);
  const count = found.reduce((all, { operations }) => all + operations.length, 0);
  return (
    <header class={isOpen ? 'side open' : 'side'}>
      <div class="side-head">
        <span class="brand">
          <Logo />
          <span>Connections API</span>
        </span>
        <button
          type="button"
          class="icon-button menu-button"
          aria-expanded={isOpen}
          aria-controls="navigation"
          aria-label="Menu"
          onClick={() => setOpen(!isOpen)}
        >
          <MenuIcon />
        </button>
      </div>
      <div class="side-body" id="navigation">
        <search class="api-search">
          <SearchField label="Search operations" value={search} onChange={setSearch} />
          <p class="visually-hidden" role="status">
            {search !== '' && (count === 1 ? '1 operation' : `${count} operations`)}
          </p>
        </search>
        <nav aria-label="Operations">
          <ul class="api-nav">
            {CHAPTERS.map(([id, text]) => (
              <li key={id}>
                <a href={`#${id}`} aria-current={id === current ? 'true' : undefined} onClick={close}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
          {found.map(({ title, operations }) => (
            <div key={title}>
              <h2 class="api-nav-title">{title}</h2>
              <ul class="api-nav">
                {operations.map(({ id, method, summary }) => (
                  <li key={id}>
                    <a href={`#${id}`} aria-current={id === current ? 'true' : undefined} onClick={close}>
                      <span>{summary}</span> <Method method={method} />
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
          {found.length === 0 && <p class="soft api-nav-title">No operation matches.</p>}
        </nav>
        <p class="api-links">
          <a href="/">Open the dashboard</a>
        </p>
      </div>
    </header>
  );
}

/** The operation that the address names. */
function useFragment(): string {
  const [fragment, setFragment] = useState(location.hash.slice(1));
  useEffect(() => {
    const changed = () => setFragment(location.hash.slice(1));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return fragment;
}
