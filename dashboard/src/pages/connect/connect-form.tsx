import { useEffect, useRef, useState } from 'preact/hooks';
import { accountsOf, firstTarget, linkTo, type Target } from '../../consent/account-target.ts';
import { appStill } from '../../consent/app-choice.ts';
import {
  type Draft,
  draftOf,
  faultsOf,
  faultsWhileTyping,
  firstDraft,
  isFaultless,
  requestOf,
} from '../../consent/draft.ts';
import type { ConnectLink } from '../../consent/intent.ts';
import type { NotConnected as Failed } from '../../consent/outcome.ts';
import { remoteServerOf } from '../../consent/remote-server.ts';
import { type Known, type Wish, wishOf } from '../../consent/wish.ts';
import { InfoIcon } from '../../parts/icons.tsx';
import { AccountSection } from './account-section.tsx';
import { AppSection } from './app-section.tsx';
import { Continue } from './continue.tsx';
import { NotConnected } from './not-connected.tsx';
import { PermissionSection } from './permission-section.tsx';
import { RemoteSection } from './remote-section.tsx';
import { ReplaceAccount } from './replace-account.tsx';
import { useOutcome } from './use-outcome.ts';
import { useStart } from './use-start.ts';
import { VariableSection } from './variable-section.tsx';

interface Props {
  link: ConnectLink;
  /** What the link asks for. */
  asked: Wish;
  known: Known;
}

/** What a person decides, in this order: whose app, which account, what it may do, and where. */
export function ConnectForm({ link, asked, known }: Props) {
  const { provider } = asked;
  const { connections, servers } = known;
  const remote = remoteServerOf(provider, servers);
  const accounts = accountsOf(provider, connections);
  const { outcome, dismiss } = useOutcome(provider);
  // Also when the person has dismissed what came of it.
  const [returnTo] = useState(link.return ?? outcome?.returnTo);
  const leave = useStart(provider, returnTo);
  const wishFor = (target: Target) => wishOf(linkTo(link, target), provider, known);
  const [kept, setDraft] = useState(() => openingDraft(firstTarget(link, asked, accounts), wishFor, outcome));
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const wish = wishFor(kept.target);
  const draft = { ...kept, app: appStill(provider, kept.app) };
  const faults = faultsOf(wish, draft, connections);
  const change = (changed: Partial<Draft>) => setDraft({ ...draft, ...changed });
  useEffect(() => {
    if (outcome?.kind === 'account-unknown') leave.ask(outcome.request);
  }, []);

  const chooseAccount = (target: Target) => {
    // The name alone changes nothing of what an account lacks.
    const isSame = target.kind === 'new' && draft.target.kind === 'new';
    setDraft(isSame ? { ...draft, target } : firstDraft(wishFor(target), target, draft.app));
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (isFaultless(faults)) void leave.start(requestOf(wish, draft, remote));
    else requestAnimationFrame(() => showFault(form.current));
  };
  const shown = isTried ? faults : faultsWhileTyping(faults, draft);
  return (
    <div class="stack consent">
      {outcome && <NotConnected outcome={outcome} leave={leave} onDismiss={dismiss} />}
      {asked.unknown.length > 0 && <UnknownParts sentences={asked.unknown} />}
      {remote ? (
        <RemoteSection server={remote} problem={leave.problem} onSaved={leave.forget} />
      ) : (
        <AppSection {...{ provider, link }} app={draft.app} onChoose={(app) => change({ app })} />
      )}
      {(remote !== undefined || draft.app !== undefined) && (
        <form ref={form} class="stack" noValidate onSubmit={submit}>
          <AccountSection {...{ provider, accounts, draft }} fault={shown.label} onChoose={chooseAccount} />
          <PermissionSection
            {...{ asked, wish, draft, servers, remote }}
            fault={shown.products}
            onChange={change}
          />
          <VariableSection
            {...{ provider, isTried }}
            values={draft.variables}
            onChange={(variables) => change({ variables })}
          />
          <Continue {...{ provider, remote, draft, leave }} />
        </form>
      )}
      {leave.accountUnknown && (
        <ReplaceAccount name={provider.name} isBusy={leave.isBusy} {...leave.accountUnknown} />
      )}
    </div>
  );
}

/** As it was before the browser left, where a consent failed. */
function openingDraft(first: Target, wishFor: (target: Target) => Wish, outcome: Failed | undefined): Draft {
  if (outcome === undefined) return firstDraft(wishFor(first), first);
  // Whoever chose another account at the provider most likely wants it beside the connected one.
  const target: Target = outcome.code === 'account_mismatch' ? { kind: 'new', label: '' } : first;
  return draftOf(wishFor(target), target, outcome.request);
}

/** What the link says that is not here. */
function UnknownParts({ sentences }: { sentences: string[] }) {
  return (
    <div class="callout idle">
      <InfoIcon />
      <div>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}

/** The focus goes to what is wrong, which the form says there. */
function showFault(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
