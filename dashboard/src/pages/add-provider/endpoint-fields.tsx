import { TextAreaField, TextField } from '../../parts/fields.tsx';
import { errorAt, errorOfEntries } from '../../words/field-words.ts';
import { entriesOf, scopesOf } from './custom-draft.ts';
import type { DraftProps } from './draft-fields.ts';

type Endpoint =
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'userinfoEndpoint'
  | 'revocationEndpoint'
  | 'issuer';

const HINTS: Record<Endpoint, { label: string; hint: string; isOptional?: true }> = {
  authorizationEndpoint: {
    label: 'Authorization endpoint',
    hint: 'Where people are sent to say yes (RFC 6749 section 3.1).',
  },
  tokenEndpoint: { label: 'Token endpoint', hint: 'Where codes and refresh tokens are redeemed.' },
  userinfoEndpoint: {
    label: 'Userinfo endpoint',
    hint: 'It answers whose account it is. Without OpenID Connect, say under “Advanced” where the id stands.',
  },
  revocationEndpoint: {
    label: 'Revocation endpoint',
    hint: 'Where tokens are ended (RFC 7009). Without it, people end the access by hand.',
    isOptional: true,
  },
  issuer: {
    label: 'Issuer',
    hint: 'What the provider calls itself in answers (RFC 9207). Without it, the origin of the authorization endpoint.',
    isOptional: true,
  },
};

/** The issuer, or each endpoint. */
export function EndpointFields(props: DraftProps) {
  return (
    <>
      <WayChoice {...props} />
      {props.draft.way === 'issuer' ? <IssuerField {...props} /> : <Endpoints {...props} />}
    </>
  );
}

function WayChoice({ draft: { way }, onChange }: DraftProps) {
  const ways = [
    ['issuer', 'By its issuer', 'The provider publishes its endpoints (OpenID Connect, RFC 8414).'],
    ['endpoints', 'By its endpoints', 'You copy each address from the documentation of the provider.'],
  ] as const;
  return (
    <fieldset class="group">
      <legend>How is it described?</legend>
      {ways.map(([value, title, text]) => (
        <label key={value} class="check">
          <input type="radio" name="way" checked={way === value} onChange={() => onChange({ way: value })} />
          <span>
            {title} <small>{text}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function IssuerField({ draft, onChange, errors }: DraftProps) {
  return (
    <TextField
      label="Issuer"
      hint="Its metadata below /.well-known/ names the endpoints. “Test” shows what was found."
      error={errorAt(errors, '/custom/issuer')}
      value={draft.issuer}
      onChange={(issuer) => onChange({ issuer })}
      input={{ required: true, inputMode: 'url', placeholder: 'https://login.example.com', maxLength: 2000 }}
    />
  );
}

function Endpoints({ draft, onChange, errors }: DraftProps) {
  return (
    <>
      {(Object.keys(HINTS) as Endpoint[]).map((endpoint) => {
        const { label, hint, isOptional = false } = HINTS[endpoint];
        return (
          <TextField
            key={endpoint}
            {...{ label, hint }}
            {...(isOptional && { note: 'optional' })}
            error={errorAt(errors, `/custom/${endpoint}`)}
            value={draft[endpoint]}
            onChange={(value) => onChange({ [endpoint]: value })}
            input={{ required: !isOptional, inputMode: 'url', maxLength: 2000 }}
          />
        );
      })}
    </>
  );
}

/** What may get the token, and what a consent asks for. */
export function ReachFields({ draft, onChange, errors }: DraftProps) {
  return (
    <>
      <TextAreaField
        rows={2}
        label="API hosts"
        hint="Hosts that may receive the token, with spaces or lines between."
        error={errorOfEntries(errors, '/custom/apiHosts', entriesOf(draft.apiHosts))}
        value={draft.apiHosts}
        onChange={(apiHosts) => onChange({ apiHosts })}
        isRequired
        placeholder="api.example.com"
      />
      <TextAreaField
        rows={2}
        label="Scopes"
        note="optional"
        hint="A consent asks for all of them unless it names fewer. With spaces or lines between."
        error={errorOfEntries(errors, '/custom/scopes', scopesOf(draft.scopes))}
        value={draft.scopes}
        onChange={(scopes) => onChange({ scopes })}
      />
    </>
  );
}
