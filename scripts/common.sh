# shellcheck shell=bash
# What scripts/photoscrub and scripts/test share. Sourced, with `root` set to the repository.
# Nothing here writes to stdout: that belongs to the program that is started in the end.
: "${root:?the script that sources this file sets it}"

say() { printf '%s\n' "photoscrub: $*" >&2; }

# packages KIND...: the names that scripts/packages.txt lists under these kinds.
packages() {
  local wanted=" $* " kind name
  while read -r kind name; do
    if [[ $wanted == *" $kind "* ]]; then printf '%s\n' "$name"; fi
  done <"$root/scripts/packages.txt"
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null) ||
    true # it fails when one of them is unknown
  local name
  for name in "$@"; do
    if [[ $'\n'$installed$'\n' != *$'\n'"installed $name"$'\n'* ]]; then printf '%s\n' "$name"; fi
  done
}

# as_root COMMAND...: runs it with the rights to install packages, or fails.
as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
    sudo "$@"
  else
    return 1
  fi
}

# install_packages KIND...: makes sure they are there. Milliseconds when they are.
install_packages() {
  local wanted missing
  if ! command -v dpkg-query >/dev/null; then
    say "this is not a Debian system; the names in scripts/packages.txt say what is needed."
    return 0
  fi
  mapfile -t wanted < <(packages "$@")
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  if [[ ${#missing[@]} -eq 0 ]]; then return 0; fi

  say "installing ${#missing[@]} package(s): ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  as_root "${apt[@]}" update >&2 || true # the lists already there may be enough
  if as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" >&2; then return 0; fi

  say "these packages are needed and could not be installed:"
  say "  ${missing[*]}"
  say "Ask whoever looks after this computer to run, as root:"
  say "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  return 1
}

# prepare_build NAME: an empty or usable build/NAME. A folder that was configured for another
# place (the repository was moved or copied) is of no use to CMake and goes.
prepare_build() {
  local cache="$root/build/$1/CMakeCache.txt"
  mkdir -p "$root/build/$1"
  if [[ -f $cache ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    rm -rf "${root:?}/build/$1"
    mkdir -p "$root/build/$1"
  fi
  # ccache needs a folder it can write to; service accounts often have none.
  if [[ -z ${CCACHE_DIR:-} && ! -w ${HOME:-/nonexistent} ]]; then
    export CCACHE_DIR="$root/build/ccache"
  fi
}
