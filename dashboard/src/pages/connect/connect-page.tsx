import { useEffect } from 'preact/hooks';
import { type ConnectLink, readLinkTo } from '../../consent/intent.ts';
import { type Known, type Wish, wishOf } from '../../consent/wish.ts';
import { Empty, Shown } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { Link } from '../../router/link.tsx';
import { useHere } from '../../shell/here.ts';
import type { PageProps } from '../../shell/page-props.ts';
import { titleOf } from '../../words/connection-title.ts';
import { plainText } from '../../words/plain-text.ts';
import { ConnectForm } from './connect-form.tsx';
import { useKnown } from './use-known.ts';

/** One consent, before the browser leaves for the provider. The address is a link that anybody can write. */
export default function ConnectPage({ id, query }: PageProps) {
  const link = readLinkTo(id, query) ?? { provider: id };
  const { loaded, reload } = useKnown(link.refusal);
  const provider = loaded.value?.providers.find((each) => each.id === id);
  const wish = loaded.value && provider && wishOf(link, provider, loaded.value);
  return (
    <>
      <Head link={link} wish={wish} />
      <Shown loaded={loaded} onTryAgain={reload} rows={5}>
        {(known) =>
          wish === undefined ? (
            <UnknownProvider />
          ) : (
            // Another link of the same provider is another consent: nothing that was typed belongs to it.
            <Consent key={query.toString()} {...{ link, wish, known }} />
          )
        }
      </Shown>
    </>
  );
}

/** The same element before and after the page is loaded, so that the focus stays. */
function Head({ link, wish }: { link: ConnectLink; wish: Wish | undefined }) {
  const { to } = useHere();
  const back = { to: to({ page: 'providers' }), text: 'Providers' };
  if (wish === undefined) return <PageHead title="Connect" back={back} />;
  const { provider, connection } = wish;
  const name = plainText(provider.name, 80);
  const isAgain = connection !== undefined && link.account === connection.id;
  return (
    <PageHead
      title={isAgain ? `Connect ${titleOf(connection, name)} again` : `Connect ${name}`}
      mark={<ProviderMark id={provider.id} name={name} />}
      back={{ to: to({ page: 'provider', id: provider.id }), text: name }}
    />
  );
}

function Consent({ link, wish, known }: { link: ConnectLink; wish: Wish; known: Known }) {
  const { go } = useHere();
  const { connection } = wish;
  // A new consent helps nothing where a call was refused because nobody chose yet.
  const isCall = link.server !== undefined || link.refusal !== undefined;
  const waiting = connection?.status === 'choice_needed' && isCall ? connection.id : undefined;
  useEffect(() => {
    if (waiting !== undefined) go({ page: 'connection', id: waiting }, { replace: true });
  }, [waiting]);
  return waiting === undefined ? <ConnectForm asked={wish} {...{ link, known }} /> : null;
}

function UnknownProvider() {
  const { to } = useHere();
  return (
    <Empty title="There is no provider with this id">
      <p>Neither this environment nor the workspace has one.</p>
      <p>
        <Link class="button" to={to({ page: 'providers' })}>
          See the providers
        </Link>
      </p>
    </Empty>
  );
}
