import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import { Copyable } from '../parts/copy.tsx';
import { Fact, Facts, Panel } from '../parts/panel.tsx';
import { Markdown } from './markdown.tsx';
import type { OpenApi } from './openapi.ts';

/** What the API is, and where. */
export function Introduction({ document, address }: { document: OpenApi; address: string }) {
  return (
    <div id="introduction" tabIndex={-1}>
      <Panel title="Introduction">
        <Markdown text={document.info.description ?? ''} />
        <div class="part">
          <Facts>
            {document.servers?.map(({ url }) => (
              <Fact key={url} name="Server">
                <Copyable text={url} what="the address of the server" />
              </Fact>
            ))}
            <Fact name="OpenAPI document">
              <a href={address}>openapi.json</a>
            </Fact>
          </Facts>
        </div>
      </Panel>
    </div>
  );
}

/** Where a token comes from in this environment. None of it is secret: the dashboard reads the same. */
export function Authentication({ config }: { config: DashboardConfig }) {
  const { issuer, audience, workspaceClaim } = config;
  return (
    <div id="authentication" tabIndex={-1}>
      <Panel
        title="Authentication"
        lead="Send an access token with every request, but for the operations that need none."
      >
        <pre>
          <code>Authorization: Bearer $TOKEN</code>
        </pre>
        <div class="part">
          <Facts>
            <Fact name="Issuer of the tokens">
              <Copyable text={issuer} what="the issuer" />
            </Fact>
            <Fact name="Audience">
              <Copyable text={audience} what="the audience" />
            </Fact>
            <Fact name="Claim with the workspaces">
              <Copyable text={workspaceClaim} what="the name of the claim" />
            </Fact>
          </Facts>
        </div>
        <p class="soft part">
          The claim lists <code>workspace:role</code> texts, such as <code>acme:admin</code>. In the examples
          below <code>$TOKEN</code> is a variable of your shell that holds the token.
        </p>
      </Panel>
    </div>
  );
}
