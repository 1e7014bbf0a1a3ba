/**
 * The page in the frame of a silent sign-in: it hands the identity provider's answer to the page around it, in the form in which
 * oidc-client-ts listens for it. The page around it has the verifier, without which the code is worth nothing. The script is within
 * the page, so that a sign-in does not wait for another file: its hash alone is allowed (Content Security Policy Level 3, section 2.3.1).
 */
const SCRIPT =
  "parent.postMessage({ source: 'oidc-client', url: location.href, keepOpen: false }, location.origin)";

/** SHA-256 of the script in base64; test/local/dashboard.test.ts compares the two. */
export const SILENT_SCRIPT_HASH = '3YViPdtij5PlM58rW7VgRtwKqEK7Pf0V623aLRWZ3yo=';

export const SILENT_PAGE = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign-in</title><script>${SCRIPT}</script></head>
<body></body>
</html>
`;
