"""paper_experiment: a figure or table of a paper as targets. How to add one: experiments/framework/README.md."""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load("//datasets:defs.bzl", "needs_data")
load("//datasets:pins.bzl", "data_repository")
load("//experiments:registry.bzl", "EXPERIMENTS", "NOT_IN_REPORT")
load(
    "//experiments/framework:rules.bzl",
    "check_test",
    "experiment_launcher",
    "experiment_main",
    "experiment_result",
    "update_golden",
)

_DEFAULT_SEEDS = {"smoke": 1, "default": 3, "full": 100}

def paper_experiment(
        name,
        srcs = None,
        deps = [],
        binary = None,
        spec = None,
        figures = None,
        data = {},
        needs = [],
        seeds = {},
        configurations = [],
        smoke_configurations = None,
        smoke_without = [],
        golden = None,
        threads = 1,
        slow = True):
    """Declares the runs, the result, the figures, the page and the tests of one experiment.

    Makes
      :<name>                 `bazel run` prints tables and verdicts and writes out/<paper>/<name>; manual
      :<name>_smoke_test      every configuration at the smoke scale; compares with <name>.golden.csv
      :<name>_claims_test     every claim at the default scale has the verdict that the specification expects
      :<name>_update_golden   `bazel run` rewrites the golden file; manual
      :<name>_main            one run by hand: `bazel run :<name>_main -- --configuration=... --seed=0 --scale=smoke`
      :<name>_smoke, :<name>_default, :<name>_full    the results; each seed and configuration is one action

    Args:
      name: of the experiment; also that of the specification.
      srcs: of the binary, whose main function calls RunExperiment. Default: <name>_main.cc.
      deps: of the binary, beside //experiments/framework:run_experiment.
      binary: a target in place of srcs and deps.
      spec: the specification. Default: <name>.textproto.
      figures: Vega-Lite specifications. Default: <name>.vl.json. One alone becomes figure.svg, several keep their
        names. Their data are named table, seeds, points and bands: //experiments/framework:csv.h.
      data: name -> label of the file, files or directory that runs ask for with RunContext::DataPath(name) or
        DataPaths(name).
      needs: pinned files of //datasets:pins.bzl that `data` is made of. Where one is missing, `bazel run` says how to
        get it, the tests are skipped and the report shows NOT RUN.
      seeds: scale -> number of seeds, where it differs from smoke 1, default 3, full 100.
      configurations: names, the same as in the specification. Default: ["main"].
      smoke_configurations: those to run at the smoke scale. Default: all.
      smoke_without: names of `data` that runs at the smoke scale do without, since it takes long to make.
      golden: file of the smoke form's numbers. Default: <name>.golden.csv.
      threads: that one run may use.
      slow: whether the default scale takes over 5 minutes; then <name>_claims_test is manual.
    """
    label = "//%s:%s" % (native.package_name(), name)
    if label not in EXPERIMENTS + NOT_IN_REPORT:
        fail("add \"%s\" to EXPERIMENTS in experiments/registry.bzl" % label)
    figures = ["%s.vl.json" % name] if figures == None else figures
    configurations = configurations if configurations else ["main"]
    golden = golden if golden else "%s.golden.csv" % name
    spec = spec if spec else "%s.textproto" % name
    data_names = {label: data_name for data_name, label in data.items()}
    if not binary:
        binary = "%s_binary" % name
        cc_binary(
            name = binary,
            srcs = srcs if srcs else ["%s_main.cc" % name],
            deps = deps + ["//experiments/framework:run_experiment"],
        )
    experiment_main(
        name = "%s_main" % name,
        binary = binary,
        data = data_names,
        spec = spec,
    )

    num_seeds = dict(_DEFAULT_SEEDS)
    num_seeds.update(seeds)
    for scale in ["smoke", "default", "full"]:
        smoke = scale == "smoke" and smoke_configurations != None
        result = "%s_%s" % (name, scale)
        common = dict(
            experiment = name,
            figures = figures,
            scale = scale,
            spec = spec,
            tags = [] if scale == "smoke" else ["manual"],  # a sweep is run when someone asks for it
            visibility = ["//experiments:__subpackages__"],
        )
        experiment_result(
            name = result,
            binary = binary,
            configurations = smoke_configurations if smoke else configurations,
            data = {
                label: data_name
                for label, data_name in data_names.items()
                if scale != "smoke" or data_name not in smoke_without
            },
            num_seeds = num_seeds[scale],
            threads = threads,
            **common
        )

        # Stands in for the result in the report where its data is missing.
        for i, pin in enumerate(needs):
            experiment_result(
                name = "%s_without_%s" % (result, data_repository(pin)),
                not_run_reason = "Needs %s, which could not be had: `bazel run @%s//:how_to_get`" %
                                 (pin, data_repository(pin)),
                **common
            )
        rest = ":" + result
        for i in range(len(needs) - 1, -1, -1):
            repository = data_repository(needs[i])
            alias = "%s_if_%s" % (result, repository)
            native.alias(
                name = alias,
                actual = select({
                    "@%s//:missing" % repository: ":%s_without_%s" % (result, repository),
                    "//conditions:default": rest,
                }),
                tags = ["manual"],
            )
            rest = ":" + alias
        native.alias(
            name = "%s_or_reason" % result,
            actual = rest,
            tags = ["manual"],
            visibility = ["//experiments:__subpackages__"],
        )

    native.alias(
        name = "%s_at_scale" % name,
        actual = select({
            "//experiments:is_smoke": ":%s_smoke_or_reason" % name,
            "//experiments:is_full": ":%s_full_or_reason" % name,
            "//conditions:default": ":%s_default_or_reason" % name,
        }),
        tags = ["manual"],
        visibility = ["//experiments:__pkg__"],
    )
    experiment_launcher(
        name = "%s_show" % name,
        result = ":%s_at_scale" % name,
        tags = ["manual"],  # runs the whole sweep
    )
    needs_data(
        name = name,
        actual = ":%s_show" % name,
        data = needs,
    )
    check_test(
        name = "%s_smoke_test" % name,
        size = "small",
        golden = golden,
        result = ":%s_smoke" % name,
    )
    check_test(
        name = "%s_claims_test" % name,
        size = "small",
        result = ":%s_default" % name,
        tags = ["manual"] if slow else [],
    )
    update_golden(
        name = "%s_update_golden" % name,
        golden = golden,
        result = ":%s_smoke" % name,
        tags = ["manual"],  # changes the working tree
    )
