#!/bin/sh
# is_current.sh REPORT RECORDED: fails with the differences if the recorded report is not what synthesis gives now.
exec diff -u "$2" "$1"
