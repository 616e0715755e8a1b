"""Macros of targets that read pinned data."""

load("//datasets:pins.bzl", "PINNED_FILES", "PINNED_TREES", "data_repository")
load("//datasets:tables.bzl", "TABLES", "TREE_TABLES")

def _with_use(pin, **more):
    return struct(
        bazel_repository = data_repository(pin.file),
        commit = pin.commit,
        file = pin.file,
        holds = pin.holds,
        licence = pin.licence,
        repository = pin.repository,
        sha256 = pin.sha256,
        tables = [
            table
            for table, files in TABLES.items() + TREE_TABLES.items()
            if pin.file in files
        ],
        url = pin.url,
        **more
    )

def _pins_json_impl(ctx):
    pins = [_with_use(pin, size_bytes = pin.size_bytes) for pin in PINNED_FILES]
    pins += [_with_use(pin, archive = pin.archive, num_files = pin.num_files) for pin in PINNED_TREES]
    ctx.actions.write(ctx.outputs.out, json.encode_indent(pins) + "\n")

pins_json = rule(
    implementation = _pins_json_impl,
    attrs = {"out": attr.output(mandatory = True)},
    doc = "Writes pins.bzl and tables.bzl as JSON, for programs.",
)

def converted_table(name, format, data = [], srcs = [], visibility = None):
    """Converts data into a table, <name>.binpb, in an action. Nothing else reads a published format.

    Args:
      name: of the target, whose file is <name>.binpb.
      format: of the converter //datasets/convert.
      data: names of pinned files, e.g. ["hw_cifar10.csv"]. Where one is missing, the target is skipped.
      srcs: files of this project, where the format is one of its own.
      visibility: of the target.
    """
    inputs = ["@%s//:file" % data_repository(file) for file in data] + srcs
    native.genrule(
        name = name,
        srcs = inputs + ["//datasets:pins.json"],
        outs = [name + ".binpb"],
        cmd = "$(execpath //datasets/convert) --format=%s --pins=$(execpath //datasets:pins.json) --output=$@ " % format +
              " ".join(["$(execpaths %s)" % label for label in inputs]),
        message = "Converting",
        tools = ["//datasets/convert"],
        visibility = visibility,
    )

def converted_tree(name, tool, trees, arguments = "", with_pins = False, visibility = None):
    """Turns pinned trees of many files into one, <name>.binpb, in an action.

    Args:
      name: of the target.
      tool: called as <tool> <arguments> --output=<name>.binpb <tars>.
      trees: names of pinned trees, e.g. ["fsdd.tar"]. Where one is missing, the target is skipped.
      arguments: flags of the tool.
      with_pins: whether the tool takes --pins=<pins.json>, too.
      visibility: of the target.
    """
    inputs = ["@%s//:file" % data_repository(tree) for tree in trees]
    pins = ["//datasets:pins.json"] if with_pins else []
    native.genrule(
        name = name,
        srcs = inputs + pins,
        outs = [name + ".binpb"],
        cmd = " ".join(
            ["$(execpath %s)" % tool, arguments, "--output=$@"] +
            ["--pins=$(execpath %s)" % label for label in pins] +
            ["$(execpath %s)" % label for label in inputs],
        ),
        message = "Converting",
        tools = [tool],
        visibility = visibility,
    )

def _unless_missing(name, actual, data, instead, visibility):
    # Aliases that end at `actual`, or at the first of `data` that is missing turn off to `instead` of its repository.
    rest = actual
    for i in range(len(data) - 1, -1, -1):
        repository = data_repository(data[i])
        alias = name if i == 0 else "%s_with_%s" % (name, repository)
        native.alias(
            name = alias,
            actual = select({
                "@%s//:missing" % repository: instead(repository),
                "//conditions:default": rest,
            }),
            tags = ["manual"],  # `actual` may take long to build
            visibility = visibility if i == 0 else ["//visibility:private"],
        )
        rest = ":" + alias
    if not data:
        native.alias(name = name, actual = actual, tags = ["manual"], visibility = visibility)

def _how_to_get(repository):
    return "@%s//:how_to_get" % repository

def _nothing(repository):
    # The repository's file is missing, and this is empty then.
    return "@%s//:optional" % repository

def needs_data(name, actual, data, visibility = None):
    """A target to `bazel run` that says how to get its data where that is missing, instead of not building.

    Args:
      name: what a person runs.
      actual: the executable that needs the data.
      data: names of pinned files or trees, e.g. ["hw_cifar10.csv", "fsdd.tar"]. The first missing one is explained.
      visibility: of `name`.
    """
    _unless_missing(name, actual, data, _how_to_get, visibility)

def optional_table(name, table, data, visibility = None):
    """The table where all of its data is there, and no file otherwise: for what works with any of the tables.

    Args:
      name: of the target.
      table: a converted_table.
      data: the pinned files that it is converted from.
      visibility: of `name`.
    """
    _unless_missing(name, table, data, _nothing, visibility)
