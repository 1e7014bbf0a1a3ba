"""The server that the examples call, from the environment."""

import os

from connections_client import Injector, RequestTarget


def target() -> RequestTarget:
    """Create one for each workspace and server. Whose call it is comes from `caller_token`."""
    injector = Injector(os.environ.get("TOKEN_INJECTOR_ARN", "token-injector"))
    return RequestTarget(injector, workspace_id="acme", server="demo-notes", refusals="answer")


URL = os.environ["MCP_SERVER_URL"]
"""The registered address of the server."""
CALLER = os.environ["CALLER_TOKEN"]
"""The JWT with which the MCP client called the runtime."""
