"""The rules behind paper_experiment (//experiments:defs.bzl)."""

ExperimentInfo = provider(
    doc = "The files of one experiment's result at one scale.",
    fields = {
        "costs": "One RunCost file a run.",
        "csv": "The CSV files that figures are drawn from.",
        "figures": "Structs of name, svg, vega_lite.",
        "golden": "The numbers to compare with the golden file.",
        "manifest": "ResultFiles as JSON.",
        "page": "index.html without what is known only when it is shown.",
        "result": "result.json",
    },
)

_CSV_NAMES = ["table", "seeds", "points", "bands"]

def _data_arg(ctx, in_runfiles):
    # Returns the flag that names the data, and its files.
    pairs = []
    data_files = []
    for target, name in ctx.attr.data.items():
        for file in target.files.to_list():
            pairs.append("%s=%s" % (name, file.short_path if in_runfiles else file.path))
            data_files.append(file)
    return "--data=" + ",".join(pairs), data_files

def _run_spec_action(ctx, directory):
    # Writes what the runs of each configuration read of the specification, by configuration.
    run_specs = {
        configuration: ctx.actions.declare_file("%s/run_specs/%s.textproto" % (directory, configuration))
        for configuration in ctx.attr.configurations
    }
    ctx.actions.run(
        outputs = run_specs.values(),
        inputs = [ctx.file.spec],
        executable = ctx.executable._write_run_specs,
        arguments = [
            "--spec=" + ctx.file.spec.path,
            "--configurations=" + ",".join(ctx.attr.configurations),
            "--output_directory=" + run_specs.values()[0].dirname,
        ],
        mnemonic = "ExperimentRunSpecs",
        progress_message = "Reading %s" % ctx.file.spec.short_path,
    )
    return run_specs

def _run_actions(ctx, directory):
    # One action per seed and configuration. Returns results and costs.
    run_specs = _run_spec_action(ctx, directory)
    results = []
    costs = []
    data_arg, data_files = _data_arg(ctx, in_runfiles = False)
    for configuration in ctx.attr.configurations:
        for seed in range(ctx.attr.num_seeds):
            stem = "%s/runs/%s.seed_%d" % (directory, configuration, seed)
            result = ctx.actions.declare_file(stem + ".pb")
            cost = ctx.actions.declare_file(stem + ".cost.json")
            ctx.actions.run(
                outputs = [result, cost],
                inputs = [run_specs[configuration]] + data_files,
                executable = ctx.executable.binary,
                arguments = [
                    "--spec=" + run_specs[configuration].path,
                    "--configuration=" + configuration,
                    "--seed=%d" % seed,
                    "--scale=" + ctx.attr.scale,
                    "--threads=%d" % ctx.attr.threads,
                    "--output=" + result.path,
                    "--cost_output=" + cost.path,
                    data_arg,
                ],
                env = {
                    "OMP_NUM_THREADS": str(ctx.attr.threads),
                    "OPENBLAS_NUM_THREADS": str(ctx.attr.threads),
                },
                mnemonic = "ExperimentRun",
                progress_message = "Running %s/%s, %s, seed %d (%s scale)" %
                                   (ctx.label.package, ctx.attr.experiment, configuration, seed, ctx.attr.scale),
            )
            results.append(result)
            costs.append(cost)
    return results, costs

def _merge_action(ctx, directory, runs):
    result = ctx.actions.declare_file(directory + "/result.json")
    csv = [ctx.actions.declare_file("%s/%s.csv" % (directory, name)) for name in _CSV_NAMES]
    golden = ctx.actions.declare_file(directory + "/golden.csv")
    args = ctx.actions.args()
    args.use_param_file("--flagfile=%s")
    args.set_param_file_format("multiline")
    args.add("--spec=" + ctx.file.spec.path)
    args.add("--target=//%s:%s" % (ctx.label.package, ctx.attr.experiment))
    args.add("--scale=" + ctx.attr.scale)
    args.add("--output_directory=" + result.dirname)
    if ctx.attr.not_run_reason:
        args.add("--not_run_reason=" + ctx.attr.not_run_reason)
    else:
        args.add("--num_seeds=%d" % ctx.attr.num_seeds)
        args.add_joined(ctx.attr.configurations, join_with = ",", format_joined = "--configurations=%s")
        args.add_joined(runs, join_with = ",", format_joined = "--runs=%s")
    ctx.actions.run(
        outputs = [result, golden] + csv,
        inputs = runs + [ctx.file.spec],
        executable = ctx.executable._merge,
        arguments = [args],
        mnemonic = "ExperimentMerge",
        progress_message = "Merging the runs of %s/%s" % (ctx.label.package, ctx.attr.experiment),
    )
    return result, csv, golden

def _figure_action(ctx, directory, name, specification, csv):
    svg = ctx.actions.declare_file("%s/%s.svg" % (directory, name))
    vega_lite = ctx.actions.declare_file("%s/%s.vl.json" % (directory, name))
    ctx.actions.run(
        outputs = [svg, vega_lite],
        inputs = csv + ctx.files._figure_tools + [specification],
        executable = ctx.executable._node,
        arguments = [
            ctx.file._render_figure.path,
            "--vega=" + ctx.file._vega.path,
            "--vega_lite=" + ctx.file._vega_lite.path,
            "--specification=" + specification.path,
            "--data_directory=" + csv[0].dirname,
            "--svg=" + svg.path,
            "--output=" + vega_lite.path,
        ],
        mnemonic = "ExperimentFigure",
        progress_message = "Drawing %s/%s" % (ctx.label.package, specification.basename),
    )
    return struct(name = name, svg = svg, vega_lite = vega_lite)

def _manifest_action(ctx, directory, result, csv, figures, costs):
    manifest = ctx.actions.declare_file(directory + "/files.json")
    ctx.actions.write(manifest, struct(
        experiment = ctx.attr.experiment,
        package = ctx.label.package,
        result = result.short_path,
        csv = [file.short_path for file in csv],
        figures = [
            struct(name = f.name, svg = f.svg.short_path, vega_lite = f.vega_lite.short_path)
            for f in figures
        ],
        costs = [file.short_path for file in costs],
    ).to_json())
    return manifest

def _page_action(ctx, output_name, manifests, inputs, title = None):
    # Writes the page of one result, or, with a title, of several.
    page = ctx.actions.declare_file(output_name)
    ctx.actions.run(
        outputs = [page],
        inputs = inputs + manifests + ctx.files._page_tools + ctx.files._figure_tools,
        executable = ctx.executable._node,
        arguments = [
            ctx.file._write_page.path,
            "--vega=" + ctx.file._vega.path,
            "--vega_lite=" + ctx.file._vega_lite.path,
            "--vega_embed=" + ctx.file._vega_embed.path,
            "--files=" + ",".join([manifest.path for manifest in manifests]),
            "--root=" + ctx.bin_dir.path,
            "--output=" + page.path,
        ] + (["--title=" + title] if title else []),
        mnemonic = "ExperimentPage",
        progress_message = "Writing %s" % page.short_path,
    )
    return page

def _experiment_result_impl(ctx):
    directory = ctx.label.name
    runs, costs = [], []
    figures = []
    if not ctx.attr.not_run_reason:
        if not ctx.executable.binary or not ctx.attr.configurations or ctx.attr.num_seeds < 1:
            fail("%s needs a binary, a configuration and a seed" % ctx.label)
        runs, costs = _run_actions(ctx, directory)
    result, csv, golden = _merge_action(ctx, directory, runs)
    if not ctx.attr.not_run_reason:
        for specification in ctx.files.figures:
            if not specification.basename.endswith(".vl.json"):
                fail("figure %s must be named <name>.vl.json" % specification.path)
            name = "figure" if len(ctx.files.figures) == 1 else specification.basename[:-len(".vl.json")]
            figures.append(_figure_action(ctx, directory, name, specification, csv))
    manifest = _manifest_action(ctx, directory, result, csv, figures, costs)
    drawn = [figure.svg for figure in figures] + [figure.vega_lite for figure in figures]
    page = _page_action(ctx, directory + "/index.html", [manifest], [result] + csv + drawn)
    files = [result, page] + csv + drawn
    return [
        DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files)),
        ExperimentInfo(
            costs = costs,
            csv = csv,
            figures = figures,
            golden = golden,
            manifest = manifest,
            page = page,
            result = result,
        ),
    ]

def _tool(label):
    return attr.label(default = label, allow_single_file = True)

_TOOLS = {
    "_figure_tools": attr.label(default = "//experiments/framework:figure_tools"),
    "_node": attr.label(default = "@node//:node", executable = True, allow_single_file = True, cfg = "exec"),
    "_page_tools": attr.label(default = "//experiments/framework:page_tools"),
    "_vega": _tool("@vega//:vega"),
    "_vega_embed": _tool("@vega//:vega_embed"),
    "_vega_lite": _tool("@vega//:vega_lite"),
    "_write_page": _tool("//experiments/framework:write_page.js"),
}

experiment_result = rule(
    implementation = _experiment_result_impl,
    doc = """One action per seed and configuration, one that merges, one per figure, one for the page.

    A run depends on the part of the specification that it reads: an edited claim or table merges anew what there is.

    The binary and the tools are built for the target platform, like everything else: a run must see the same
    compiler flags as the library that it tests.""",
    attrs = dict(
        _TOOLS,
        binary = attr.label(executable = True, cfg = "target"),
        configurations = attr.string_list(),
        data = attr.label_keyed_string_dict(allow_files = True),
        experiment = attr.string(mandatory = True),
        figures = attr.label_list(allow_files = [".vl.json"]),
        not_run_reason = attr.string(doc = "Set in place of a binary where the experiment cannot run."),
        num_seeds = attr.int(),
        scale = attr.string(mandatory = True, values = ["smoke", "default", "full"]),
        spec = attr.label(mandatory = True, allow_single_file = [".textproto"]),
        threads = attr.int(default = 1),
        _merge = attr.label(default = "//experiments/framework:merge_main", executable = True, cfg = "target"),
        _render_figure = _tool("//experiments/framework:render_figure.js"),
        _write_run_specs = attr.label(
            default = "//experiments/framework:run_spec_main",
            executable = True,
            cfg = "target",
        ),
    ),
)

# Finds the runfiles and remembers where the user is.
_LAUNCHER = """#!/bin/sh
set -eu
export BUILD_WORKING_DIRECTORY="${BUILD_WORKING_DIRECTORY:-$PWD}"
cd "${RUNFILES_DIR:-$0.runfiles}/%s"
exec %s "$@"
"""

def _write_launcher(ctx, command, files, runfiles = None):
    launcher = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(launcher, _LAUNCHER % (ctx.workspace_name, " ".join(command)), is_executable = True)
    all_runfiles = ctx.runfiles(files)
    if runfiles:
        all_runfiles = all_runfiles.merge(runfiles)
    return [DefaultInfo(executable = launcher, runfiles = all_runfiles)]

def _experiment_main_impl(ctx):
    data_arg, data_files = _data_arg(ctx, in_runfiles = True)
    command = [ctx.executable.binary.short_path, "--spec=" + ctx.file.spec.short_path, data_arg]
    files = [ctx.executable.binary, ctx.file.spec] + data_files
    return _write_launcher(ctx, command, files, ctx.attr.binary[DefaultInfo].default_runfiles)

experiment_main = rule(
    implementation = _experiment_main_impl,
    doc = "One run by hand: the binary with its specification and data.",
    executable = True,
    attrs = {
        "binary": attr.label(mandatory = True, executable = True, cfg = "target"),
        "data": attr.label_keyed_string_dict(allow_files = True),
        "spec": attr.label(mandatory = True, allow_single_file = [".textproto"]),
    },
)

def _shown_files(info):
    files = [info.manifest, info.result] + info.csv + info.costs
    for figure in info.figures:
        files += [figure.svg, figure.vega_lite]
    return files

def _show_launcher(ctx, infos):
    # Starts ctx.executable._show on `infos`.
    page_command = [
        ctx.executable._node.short_path,
        ctx.file._write_page.short_path,
        "--vega=" + ctx.file._vega.short_path,
        "--vega_lite=" + ctx.file._vega_lite.short_path,
        "--vega_embed=" + ctx.file._vega_embed.short_path,
    ]
    command = [
        ctx.executable._show.short_path,
        "--files=" + ",".join([info.manifest.short_path for info in infos]),
        "--page_command=" + ",".join(page_command),
    ]
    runfiles = [ctx.executable._show, ctx.executable._node] + ctx.files._page_tools + ctx.files._figure_tools
    for info in infos:
        runfiles += _shown_files(info)
    return _write_launcher(ctx, command, runfiles)

def _experiment_launcher_impl(ctx):
    return _show_launcher(ctx, [ctx.attr.result[ExperimentInfo]])

experiment_launcher = rule(
    implementation = _experiment_launcher_impl,
    doc = "Prints a result and writes its files.",
    executable = True,
    attrs = dict(
        _TOOLS,
        result = attr.label(mandatory = True, providers = [ExperimentInfo]),
        _show = attr.label(default = "//experiments/framework:show_main", executable = True, cfg = "target"),
    ),
)

def _experiment_report_impl(ctx):
    return _show_launcher(ctx, [result[ExperimentInfo] for result in ctx.attr.results])

experiment_report = rule(
    implementation = _experiment_report_impl,
    doc = "Writes one page with every result.",
    executable = True,
    attrs = dict(
        _TOOLS,
        results = attr.label_list(mandatory = True, providers = [ExperimentInfo]),
        _show = attr.label(default = "//experiments/framework:report_main", executable = True, cfg = "target"),
    ),
)

def _check_test_impl(ctx):
    info = ctx.attr.result[ExperimentInfo]
    command = [ctx.executable._check.short_path, "--result=" + info.result.short_path]
    runfiles = [ctx.executable._check, info.result]
    if ctx.file.golden:
        command += [
            "--golden=" + ctx.file.golden.short_path,
            "--actual=" + info.golden.short_path,
            "--update_target=//%s:%s" % (ctx.label.package, ctx.label.name.replace("_smoke_test", "_update_golden")),
        ]
        runfiles += [ctx.file.golden, info.golden]
    return _write_launcher(ctx, command, runfiles)

check_test = rule(
    implementation = _check_test_impl,
    doc = "With a golden file: the result equals it. Without: every claim has the verdict that is expected.",
    test = True,
    attrs = {
        "golden": attr.label(allow_single_file = [".golden.csv"]),
        "result": attr.label(mandatory = True, providers = [ExperimentInfo]),
        "_check": attr.label(default = "//experiments/framework:check_main", executable = True, cfg = "target"),
    },
)

def _page_test_impl(ctx):
    infos = [result[ExperimentInfo] for result in ctx.attr.results]
    inputs = []
    for info in infos:
        inputs += _shown_files(info)
    report = _page_action(ctx, ctx.label.name + ".html", [info.manifest for info in infos], inputs, title = "Report")
    pages = [info.page for info in infos] + [report]
    command = [ctx.executable._node.short_path, ctx.file._page_test.short_path, ctx.file._chromium.short_path]
    return _write_launcher(
        ctx,
        command + [page.short_path for page in pages],
        [ctx.executable._node, ctx.file._page_test, ctx.file._chromium] + pages,
    )

page_test = rule(
    implementation = _page_test_impl,
    doc = "Opens the pages of results, and one report of them all, in a browser.",
    test = True,
    attrs = dict(
        _TOOLS,
        results = attr.label_list(mandatory = True, providers = [ExperimentInfo]),
        _chromium = _tool("@chromium//:chromium"),
        _page_test = _tool("//experiments/framework:page_test.js"),
    ),
)

def _node_test_impl(ctx):
    command = [ctx.executable._node.short_path, ctx.file.main.short_path]
    command += [file.short_path for file in ctx.files.script_args]
    files = [ctx.executable._node, ctx.file.main] + ctx.files.script_args + ctx.files.data
    return _write_launcher(ctx, command, files)

node_test = rule(
    implementation = _node_test_impl,
    doc = "A script that fails with an exit status other than 0.",
    test = True,
    attrs = {
        "data": attr.label_list(allow_files = True),
        "main": attr.label(mandatory = True, allow_single_file = [".js"]),
        "script_args": attr.label_list(allow_files = True, doc = "Files whose paths are its arguments."),
        "_node": _TOOLS["_node"],
    },
)

def _update_golden_impl(ctx):
    info = ctx.attr.result[ExperimentInfo]
    golden = "${BUILD_WORKSPACE_DIRECTORY:?is set by bazel run}/%s/%s" % (ctx.label.package, ctx.attr.golden)
    command = ["install", "-m", "644", info.golden.short_path, "\"%s\"" % golden]
    return _write_launcher(ctx, command, [info.golden])

update_golden = rule(
    implementation = _update_golden_impl,
    doc = "Copies the smoke form's numbers into the golden file, which need not exist yet.",
    executable = True,
    attrs = {
        "golden": attr.string(mandatory = True),
        "result": attr.label(mandatory = True, providers = [ExperimentInfo]),
    },
)

def _scale_flag_impl(ctx):
    if ctx.build_setting_value not in ["smoke", "default", "full"]:
        fail("--%s=%s must be smoke, default or full" % (ctx.label, ctx.build_setting_value))
    return []

scale_flag = rule(
    implementation = _scale_flag_impl,
    build_setting = config.string(flag = True),
    doc = "How large `bazel run` of an experiment is: smoke, default or full.",
)
