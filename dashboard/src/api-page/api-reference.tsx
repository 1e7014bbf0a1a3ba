import { useEffect, useMemo, useState } from 'preact/hooks';
import { Resource, useResource } from '../data/resource.ts';
import { Placeholders } from '../parts/loading.tsx';
import { NoticeBar } from '../parts/notice-bar.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { goToFragment } from './go-to-fragment.ts';
import { Authentication, Introduction } from './introduction.tsx';
import { loadReference, type Reference } from './load-reference.ts';
import { OperationList } from './operation-list.tsx';
import { OperationSection } from './operation-section.tsx';
import { groupsIn } from './operations.ts';

export function ApiReference() {
  const [reference] = useState(() => new Resource(loadReference));
  const { value, problem } = useResource(reference);
  const groups = useMemo(() => (value === undefined ? [] : groupsIn(value.document)), [value]);
  return (
    <div class="frame">
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <OperationList groups={groups} />
      <main class="content" id="content" tabIndex={-1}>
        <PageHead
          title="API"
          lead="The HTTP API of this environment: what the dashboard does, a program can do."
        />
        <NoticeBar
          notice={problem && NOT_LOADED}
          onDismiss={() => void reference.reload()}
          action="Try again"
        />
        {value === undefined ? (
          problem === undefined && <Placeholders rows={6} />
        ) : (
          <Loaded reference={value} groups={groups} />
        )}
      </main>
    </div>
  );
}

function Loaded({ reference, groups }: { reference: Reference; groups: ReturnType<typeof groupsIn> }) {
  const { document: described, config, address } = reference;
  // The browser looked for the fragment before there was anything to find.
  useEffect(goToFragment, []);
  return (
    <div class="stack">
      <Introduction document={described} address={address} />
      <Authentication config={config} />
      {groups.map(({ title, operations }) => (
        <div key={title} class="stack api-group">
          <h2>{title}</h2>
          {operations.map((operation) => (
            <OperationSection key={operation.id} document={described} operation={operation} />
          ))}
        </div>
      ))}
    </div>
  );
}

const NOT_LOADED = {
  tone: 'bad',
  title: 'The description of the API could not be loaded',
  text: 'The network failed, or the service does not answer.',
} as const;
