#!/bin/sh
# Says what this machine lacks for the commands of the Makefile, and changes nothing.
#     sh tools/doctor.sh [PYTHON]
python=${1:-python3}
lacks=0

ok() { echo "ok       $1"; }
note() { echo "note     $1"; }
lacking() {
  echo "lacking  $1"
  lacks=$((lacks + 1))
}

if ! command -v "$python" >/dev/null; then
  lacking "$python: no such command. Install Python 3.11 or newer, or say which: make PYTHON=python3.12 ..."
elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  lacking "$python is $("$python" --version 2>&1); Lossbook needs 3.11 or newer. Say which: make PYTHON=python3.12 ..."
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  lacking "$python cannot make environments: it has no venv or no ensurepip (on Debian: apt install python3-venv)."
else
  ok "$python is $("$python" --version 2>&1) and can make environments."
fi

for command in git awk; do
  command -v "$command" >/dev/null && ok "$command is there." || lacking "$command: no such command."
done

[ -w . ] && ok "The checkout can be written." || lacking "The checkout $PWD cannot be written."
free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1048576) }')
[ "$free" -ge 2 ] && ok "$free GiB are free." || lacking "Only $free GiB are free here; environment and book take 2."

scratch=${TMPDIR:-/tmp}
[ -d "$scratch" ] && [ -w "$scratch" ] && ok "Temporary files go to $scratch." ||
  lacking "Temporary files cannot be written: TMPDIR is $scratch."

home=${HOME:-/}
[ -d "$home" ] && [ -w "$home" ] && ok "Downloads are kept in $home." ||
  note "The home $home cannot be written: downloads are kept in the checkout, in .cache."

# pip of an environment, or of Python itself; it asks where its configuration says.
for pip in .venv/bin/python "$python"; do
  "$pip" -m pip --version >/dev/null 2>&1 || continue
  if why=$(PIP_BREAK_SYSTEM_PACKAGES=1 "$pip" -m pip install --dry-run --ignore-installed --no-deps --quiet --retries 0 \
    --timeout 20 iniconfig 2>&1); then
    ok "The package index answers."
  else
    lacking "The package index does not answer: $(echo "$why" | grep -v '^WARNING: Loc' | tail -n 1)"
    note "Behind a proxy, set HTTPS_PROXY; a mirror is named by PIP_INDEX_URL and UV_INDEX_URL."
  fi
  break
done
if [ -x .venv/bin/npm ]; then
  if PATH="$PWD/.venv/bin:$PATH" npm ping --fetch-retries=0 --fetch-timeout=20000 >/dev/null 2>&1; then
    ok "The npm registry answers."
  else
    lacking "The npm registry does not answer; make book fetches the style sheet of KaTeX there, once."
    note "Behind a proxy, set HTTPS_PROXY; a mirror is named by npm_config_registry."
  fi
fi

browser=${CHROMIUM:-$(command -v chromium chromium-browser google-chrome | head -n 1)}
[ -n "$browser" ] && ok "The browser of make test-site is $browser." ||
  note "No Chromium; only make test-site and make lighthouse need one (CHROMIUM=path names it)."

[ "$lacks" = 0 ] && echo "Nothing is lacking." && exit 0
echo "$lacks lacking."
exit 1
