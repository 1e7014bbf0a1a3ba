/** The page for a redirect that is no authorization response. It shows no part of the request (T001, T002, T035). */
import { contentPolicy } from '../contract/security-headers.ts';

const STYLE = `:root{color-scheme:light dark;--page:#f7f7f9;--surface:#fff;--line:#e4e4ea;--text:#17171c;--soft:#5f6070;--accent:#4f5bd5;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--page:#0e0e12;--surface:#17171d;--line:#2a2a34;--text:#ededf2;--soft:#a0a0b2;--accent:#8f9aff;--on-accent:#11111a}}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{box-sizing:border-box;max-width:28rem;margin:1rem;padding:2rem;background:var(--surface);border:1px solid var(--line);border-radius:16px}
h1{margin:0 0 .5rem;font-size:1.25rem}
p{margin:0 0 1.5rem;color:var(--soft)}
a{display:inline-block;padding:.5rem 1rem;border-radius:8px;background:var(--accent);color:var(--on-accent);text-decoration:none;font-weight:600}
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

/** The policy of this page alone: its own style, and nothing else. */
export const PAGE_CONTENT_POLICY = contentPolicy({
  'default-src': "'none'",
  // The SHA-256 of STYLE: a test recomputes it.
  'style-src': "'sha256-Y/N05VMnEAAAtOUZKPQp3+l+NfI/vnb/H3laDlJfBYA='",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
});

/** The HTML of the page. `dashboardUrl` comes from the configuration. */
export function refusedResponsePage(dashboardUrl: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not connected · Connections</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>This link does not work</h1>
<p>It is incomplete, so it did not create a connection. Go back to the dashboard and start the connection there again.</p>
<a href="${dashboardUrl}/">Go to the dashboard</a>
</main>
</body>
</html>
`;
}
