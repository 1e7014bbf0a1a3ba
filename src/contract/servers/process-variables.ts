/**
 * What makes a process load other code, trust somebody else or reach another place: loaders, shells, tools and proxies. Broker
 * and client refuse to put a token there. A list of what is bad is never whole, so it only narrows {@link isForProcesses}.
 */
export const NOT_FOR_PROCESSES =
  /^(PATH|HOME|SHELL|IFS|ENV|TMPDIR|CLASSPATH|HOSTALIASES|LOCALDOMAIN|SSLKEYLOGFILE|LESSKEY|AZURE_AUTHORITY_HOST|GOOGLE_APPLICATION_CREDENTIALS|(BASH|ZSH|KSH|NODE|NPM|YARN|PNPM|BUN|DENO|COREPACK|UV|PIP|PIPX|POETRY|CONDA|LD|DYLD|GLIBC|MALLOC|JAVA|_JAVA|JDK|MAVEN|GRADLE|DOTNET|CORECLR|GIT|SSH|GPG|SUDO|BORG|RESTIC|RSYNC|SSL|OPENSSL|GNUTLS|KRB5|AWS|DOCKER|KUBE|HELM|ANSIBLE|SYSTEMD|DBUS|XDG|NIX|GCONV|CURL|WGET|REQUESTS|CARGO|RUSTC?|RUSTUP|GEM|BUNDLE|ELECTRON|LESS|MAN|TS_NODE|VITE|R|HOMEBREW|PLAYWRIGHT|PUPPETEER|CYPRESS|HEX|MIX|MISE|FNM|NVM|VOLTA|ASDF|PYENV|PIPENV|CONTAINER|BUILDKIT|PODMAN|SASS|JULIA|OCTAVE|TCL|LUA|EMACS|VIM)_.*|PYTHON.*|PERL.*|RUBY.*|PHP.*|GO(PROXY|PATH|FLAGS|ROOT|PRIVATE|SUMDB|NOSUMDB)|(.*_)?PROXY(_.*)?|.*_(MIRROR|DOWNLOAD|DIST|BINARY|PROFILE|ENVIRON|LIBS|PLUGINS?)(_.*)?|.*_(CA_BUNDLE|INDEX|INDEX_URL|REGISTRY|ASKPASS|PASSCOMMAND|PRELOAD))$/i;

/**
 * Variables are named by what they hold: a secret, where it is for, or whose it is. A shape is whole where a list is not: no
 * variable of the common loaders and shells is named so, and {@link NOT_FOR_PROCESSES} has the exceptions that are known.
 */
const OF_A_CONNECTION =
  /^[A-Z][A-Z0-9_]*(TOKEN|KEY|SECRET|CREDENTIALS?|PASSWORD|BEARER|AUTHORIZATION|HEADERS?|URL|HOST|DOMAIN|SUBDOMAIN|INSTANCE|TENANT|SITE|CLOUD|REGION|ACCOUNT|EMAIL|USER|USERNAME|ID)$|^(TOKEN|AUTHORIZATION)$/;

/** Whether a registration may give a spawned server a value under this name. */
export function isForProcesses(name: string): boolean {
  return OF_A_CONNECTION.test(name) && !NOT_FOR_PROCESSES.test(name);
}
