interface Props {
  id: string;
  secret: string;
  /** A public client has no secret. */
  mayBePublic?: boolean;
  onId: (id: string) => void;
  onSecret: (secret: string) => void;
}

/** The fields of a client id and a client secret. The API never returns the secret, so its field is empty at first. */
export function ClientFields({ id, secret, mayBePublic = false, onId, onSecret }: Props) {
  return (
    <>
      <label class="field">
        <span>Client id</span>
        <input
          type="text"
          value={id}
          required
          maxLength={512}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onId(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>Client secret {mayBePublic && <small>(if it has one)</small>}</span>
        <input
          type="password"
          value={secret}
          required={!mayBePublic}
          maxLength={2048}
          autocomplete="off"
          onInput={(event) => onSecret(event.currentTarget.value)}
        />
      </label>
    </>
  );
}
