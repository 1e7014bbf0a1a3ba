import { useEffect, useRef, useState } from 'preact/hooks';
import { SearchField } from '../parts/fields.tsx';
import { Side } from '../parts/side.tsx';
import { goToFragment } from './go-to-fragment.ts';
import { Method } from './operation-section.tsx';
import { type Group, searched } from './operations.ts';

const CHAPTERS = [
  ['introduction', 'Introduction'],
  ['authentication', 'Authentication'],
] as const;

/** The chapters and the operations of the page, with a search. */
export function OperationList({ groups }: { groups: Group[] }) {
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
    // The open list stood above the operation: once the list is closed, the operation is at another place of the page.
    if (!isOpen && hasChosen.current) goToFragment();
    hasChosen.current = false;
  }, [isOpen]);
  const count = found.reduce((all, { operations }) => all + operations.length, 0);
  return (
    <Side title="Connections API" isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
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
    </Side>
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
