"""rtl_coverage: line and toggle coverage of modules by tests, as a report."""

load("//hw:defs.bzl", "VerilogInfo")

def _with_counters_impl(_settings, _attr):
    return {"//hw:coverage_counters": True}

_with_counters = transition(
    implementation = _with_counters_impl,
    inputs = [],
    outputs = ["//hw:coverage_counters"],
)

def _rtl_coverage_impl(ctx):
    counts = []
    for test in ctx.attr.tests:
        name = str(test.label).partition("//")[2].replace("/", "_").replace(":", "_")
        output = ctx.actions.declare_file("%s/%s.dat" % (ctx.label.name, name))
        ctx.actions.run_shell(
            command = "\"$1\" --coverage=\"$PWD/$2\" > \"$2.log\" 2>&1 || { cat \"$2.log\"; exit 1; }",
            arguments = [test[DefaultInfo].files_to_run.executable.path, output.path],
            tools = [test[DefaultInfo].files_to_run],
            outputs = [output],
            mnemonic = "RtlCoverage",
            progress_message = "Counting what %s covers" % test.label,
        )
        counts.append(output)

    modules = depset(transitive = [dep[VerilogInfo].files for dep in ctx.attr.deps])
    report = ctx.actions.declare_file("%s/report.txt" % ctx.label.name)
    page = ctx.actions.declare_file("%s/index.html" % ctx.label.name)
    ctx.actions.run(
        executable = ctx.executable._report,
        arguments = ["--output=" + report.dirname, "--counts=" + ",".join([f.path for f in counts])] +
                    [f.path for f in modules.to_list()],
        inputs = depset(counts, transitive = [modules]),
        outputs = [report, page],
        mnemonic = "RtlCoverageReport",
    )

    launcher = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(launcher, """#!/bin/sh
set -e
cat {report}
output="${{BUILD_WORKSPACE_DIRECTORY:-.}}/out/hw/coverage"
mkdir -p "$output"
cp -f {report} {page} "$output"
echo "$output/index.html"
""".format(report = report.short_path, page = page.short_path), is_executable = True)
    return [DefaultInfo(executable = launcher, runfiles = ctx.runfiles(files = [report, page]))]

rtl_coverage = rule(
    implementation = _rtl_coverage_impl,
    doc = """`bazel run` builds `tests` with counters, runs them, and prints how many lines and bits of each module ran
    and changed; a page shows the modules of `deps` with what no test reached marked. The tests link
    //hw/testing:rtl_test_main.""",
    attrs = {
        "tests": attr.label_list(cfg = _with_counters, mandatory = True),
        "deps": attr.label_list(mandatory = True, providers = [VerilogInfo]),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
        "_report": attr.label(cfg = "host", default = "//hw/testing:coverage_report", executable = True),
    },
    executable = True,
)
