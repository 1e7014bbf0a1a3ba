import { PageHead } from '../parts/page-head.tsx';
import { Link } from '../router/link.tsx';
import { addressFor, type PageName } from '../router/route.ts';
import { useHere } from './here.ts';

/** What people share, and a personal workspace does not have. */
const SHARED = {
  apps: {
    title: 'Personal has no OAuth apps',
    lead: 'You connect with the verified apps of the platform there. An OAuth app of one’s own belongs to a workspace that people share.',
  },
  app: {
    title: 'Personal has no OAuth apps',
    lead: 'You connect with the verified apps of the platform there. An OAuth app of one’s own belongs to a workspace that people share.',
  },
  'add-provider': {
    title: 'Personal has no providers of its own',
    lead: 'It has those of the catalogue. A provider that the catalogue does not have belongs to a workspace that people share.',
  },
  'add-server': {
    title: 'Personal has no MCP servers of its own',
    lead: 'It has those of the catalogue and of the operator. A server at another address belongs to a workspace that people share, where an admin adds it.',
  },
} satisfies Partial<Record<PageName, { title: string; lead: string }>>;

export type SharedPage = keyof typeof SHARED;

/** Whether the page is about what people share. Pure. */
export function isSharedPage(page: PageName): page is SharedPage {
  return page in SHARED;
}

/** In place of such a page, and where the page is. */
export function NotInPersonal({ page }: { page: SharedPage }) {
  const { person, to } = useHere();
  // What is not in the list of apps is in no other workspace either.
  const target = page === 'app' ? 'apps' : page;
  return (
    <>
      <PageHead {...SHARED[page]} />
      <div class="actions">
        {person.workspaces.map(({ id }) => (
          <Link key={id} class="button" to={addressFor({ page: target, workspace: id })}>
            Open this page in {id}
          </Link>
        ))}
        <Link class="button" to={to({ page: 'overview' })}>
          Go to the overview
        </Link>
      </div>
    </>
  );
}
