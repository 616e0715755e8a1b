#!/bin/sh
# update.sh REPORT PATH: writes the report to PATH in the workspace.
exec install -m 644 "$1" "${BUILD_WORKSPACE_DIRECTORY:?run me with bazel run}/$2"
