#!/usr/bin/env bash
# One test's coverage: from the .gcno and .gcda files of --coverage_dir to an lcov file, --output_file.
set -euo pipefail
for argument in "$@"; do
  case "$argument" in
    --coverage_dir=*) coverage_dir="${argument#*=}" ;;
    --output_file=*) output_file="${argument#*=}" ;;
  esac
done
touch "$output_file"
# A test that runs no code of ours (a script) leaves no counts.
[[ -n "$(find "$coverage_dir" -name '*.gcda' -print -quit)" ]] || exit 0
lcov --quiet --capture --directory "$coverage_dir" --base-directory "$PWD" --output-file "$output_file.all" \
  --ignore-errors gcov,source 2> /dev/null
# The project's own sources, named from the root of the workspace.
sed -i -E 's#^SF:.*/execroot/duet/#SF:#' "$output_file.all"
lcov --quiet --remove "$output_file.all" '/usr/*' 'external/*' '*/external/*' '*.pb.cc' '*.pb.h' \
  --output-file "$output_file" 2> /dev/null
