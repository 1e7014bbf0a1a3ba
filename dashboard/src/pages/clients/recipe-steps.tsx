import type { Recipe } from '../../clients/client-recipe.ts';
import { Copyable, CopyButton } from '../../parts/copy.tsx';
import { WarningIcon } from '../../parts/icons.tsx';

interface Props {
  recipe: Recipe;
  /** The name of the client. */
  name: string;
  address: string;
  clientId: string | undefined;
  /** Whether the client's cloud cannot reach the address. */
  isOutOfReach: boolean;
}

/** What to paste where, and what to do then. */
export function RecipeSteps({ recipe, name, address, clientId, isOutOfReach }: Props) {
  const { steps, snippet, cloud } = recipe;
  return (
    <div class="recipe">
      {isOutOfReach && (
        <div class="callout warning">
          <WarningIcon />
          <p>
            {name} calls from the cloud of {cloud}, and this address is on this machine alone: {name} does not
            reach it.
          </p>
        </div>
      )}
      {snippet !== undefined && (
        <>
          <h3>{snippet.where}</h3>
          <div class="example">
            <pre>
              <code>{snippet.text}</code>
            </pre>
            <CopyButton text={snippet.text} what={`what ${name} needs`} label="Copy" />
          </div>
        </>
      )}
      <ol class="numbered">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {snippet === undefined && (
        <p>
          <span class="small-text">Address</span>
          <br />
          <Copyable text={address} what={`the address for ${name}`} />
        </p>
      )}
      {clientId !== undefined ? (
        <p>
          <span class="small-text">Client id of {name}, which is no secret</span>
          <br />
          <Copyable text={clientId} what={`the client id of ${name}`} />
        </p>
      ) : (
        <p class="small-text">
          The operator names no client id for {name}. It needs none where the sign-in knows its document or
          lets it register. If the sign-in fails at its first page, ask the operator for one.
        </p>
      )}
    </div>
  );
}
