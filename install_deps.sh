#!/usr/bin/env bash
# Installs what the project is built with, from Debian 12's packages, and fetches the npm packages of the figures.
# Run it as root or as a user with sudo, as often as you like: it installs only what is missing, and says what.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# One line a need. third_party/repositories.bzl pins the versions and fails with the package's name if one is missing.
packages=(
  # build
  bazel-bootstrap bazel-platforms bazel-rules-cc bazel-rules-java bazel-rules-proto
  g++ clang-14 libclang-rt-14-dev clang-format-14 lcov git
  # libraries
  libabsl-dev libarchive-dev libbenchmark-dev libboost1.74-dev libeigen3-dev libfftw3-dev libgmock-dev libgtest-dev
  libprotobuf-dev libssl-dev libtorch-dev libzip-dev nlohmann-json3-dev protobuf-compiler zlib1g-dev
  # speech and pictures
  espeak-ng-data libespeak-ng-dev libjpeg62-turbo-dev libpng-dev libsamplerate0-dev libsndfile1-dev
  # the BLAS that makes LibTorch 40 times faster than Debian's default does
  libopenblas0-pthread libopenblas-pthread-dev
  # hardware
  verilator yosys
  # figures and pages
  chromium fonts-lato nodejs
)
# Some packages of nodejs bring npm along and conflict with Debian's.
command -v npm > /dev/null || packages+=(npm)

is_installed() { [[ "$(dpkg-query --showformat='${db:Status-Status}' --show "$1" 2> /dev/null)" == installed ]]; }

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done

if ((${#missing[@]} == 0)); then
  echo "install_deps: all ${#packages[@]} Debian packages are there"
else
  as_root=()
  if ((EUID != 0)); then
    command -v sudo > /dev/null || { echo "install_deps: run this as root, or install sudo" >&2; exit 1; }
    as_root=(sudo)
  fi
  echo "install_deps: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

# LibTorch calls the BLAS that the alternatives system selects; //third_party:blas_test checks that it is OpenBLAS.
blas="$(readlink -f /usr/lib/x86_64-linux-gnu/libblas.so.3)"
if [[ "$blas" != *openblas* ]]; then
  echo "install_deps: warning: libblas.so.3 is $blas, with which LibTorch is slow; select OpenBLAS with" \
    "update-alternatives --config libblas.so.3-x86_64-linux-gnu" >&2
fi

echo "install_deps: fetching the npm packages of third_party/vega/package-lock.json"
bazel fetch @vega//:vega > /dev/null 2>&1 || bazel fetch @vega//:vega
echo "install_deps: done"
