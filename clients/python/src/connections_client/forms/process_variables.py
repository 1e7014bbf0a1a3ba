"""Which environment variables a spawned server may get from an injection."""

import re
from typing import Final

NOT_FOR_PROCESSES: Final = re.compile(
    r"PATH|HOME|SHELL|IFS|ENV|TMPDIR|CLASSPATH|HOSTALIASES|LOCALDOMAIN|SSLKEYLOGFILE|LESSKEY|AZURE_AUTHORITY_HOST"
    r"|GOOGLE_APPLICATION_CREDENTIALS"
    r"|(BASH|ZSH|KSH|NODE|NPM|YARN|PNPM|BUN|DENO|COREPACK|UV|PIP|PIPX|POETRY|CONDA|LD|DYLD|GLIBC|MALLOC|JAVA|_JAVA|JDK"
    r"|MAVEN|GRADLE|DOTNET|CORECLR|GIT|SSH|GPG|SUDO|BORG|RESTIC|RSYNC|SSL|OPENSSL|GNUTLS|KRB5|AWS|DOCKER|KUBE|HELM"
    r"|ANSIBLE|SYSTEMD|DBUS|XDG|NIX|GCONV|CURL|WGET|REQUESTS|CARGO|RUSTC?|RUSTUP|GEM|BUNDLE|ELECTRON|LESS|MAN|TS_NODE"
    r"|VITE|R|HOMEBREW|PLAYWRIGHT|PUPPETEER|CYPRESS|HEX|MIX|MISE|FNM|NVM|VOLTA|ASDF|PYENV|PIPENV|CONTAINER|BUILDKIT"
    r"|PODMAN|SASS|JULIA|OCTAVE|TCL|LUA|EMACS|VIM)_.*"
    r"|PYTHON.*|PERL.*|RUBY.*|PHP.*|GO(PROXY|PATH|FLAGS|ROOT|PRIVATE|SUMDB|NOSUMDB)|(.*_)?PROXY(_.*)?"
    r"|.*_(MIRROR|DOWNLOAD|DIST|BINARY|PROFILE|ENVIRON|LIBS|PLUGINS?)(_.*)?"
    r"|.*_(CA_BUNDLE|INDEX|INDEX_URL|REGISTRY|ASKPASS|PASSCOMMAND|PRELOAD)",
    re.IGNORECASE | re.DOTALL,
)
"""What makes a process load other code, trust somebody else or reach another place.

The broker has the same list (src/contract/servers/process-variables.ts); a test compares both.
"""

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def may_be_injected(name: str) -> bool:
    """Whether the name is one of a variable, and not one of the list."""
    return _NAME.fullmatch(name) is not None and NOT_FOR_PROCESSES.fullmatch(name) is None
