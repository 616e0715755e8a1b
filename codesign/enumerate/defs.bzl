"""enumerated_front: the Pareto front of all pairs as a file, in shards."""

def _tool_output_impl(ctx):
    ctx.actions.run(
        outputs = [ctx.outputs.out],
        inputs = ctx.files.srcs,
        executable = ctx.executable.tool,
        arguments = [ctx.expand_location(arg, ctx.attr.srcs) for arg in ctx.attr.arguments] +
                    ["--output=" + ctx.outputs.out.path],
        mnemonic = "Enumerate",
        progress_message = ctx.attr.message,
    )
    return [DefaultInfo(files = depset([ctx.outputs.out]), runfiles = ctx.runfiles([ctx.outputs.out]))]

tool_output = rule(
    implementation = _tool_output_impl,
    doc = "What a tool writes to --output. The tool is built as everything else is, with vector instructions.",
    attrs = {
        "arguments": attr.string_list(doc = "$(location ...) of srcs is expanded."),
        "message": attr.string(mandatory = True),
        "out": attr.output(mandatory = True),
        "srcs": attr.label_list(allow_files = True),
        "tool": attr.label(executable = True, cfg = "target", mandatory = True),
    },
)

def enumerated_front(name, accuracies, num_shards, calibration = None, tags = [], visibility = None):
    """Enumerates all pairs of cell and accelerator and writes their Pareto front, <name>.binpb.

    Each shard is an action, so that they run in parallel, on a cluster as well, and one that was cut off goes on where
    it was; a further action merges them. The front does not depend on their number.

    Args:
      name: of the target.
      accuracies: label of a CellAccuracies file.
      num_shards: how many parts the accelerators are divided into.
      calibration: label of the models' constants (a textproto of calibration.proto). Default: published tables.
      tags: of all targets, such as "manual".
      visibility: of the merged front.
    """
    common = dict(tags = tags, tool = "//codesign/enumerate:enumerate")
    shards = ["%s_shard_%d" % (name, i) for i in range(num_shards)]
    for i, shard in enumerate(shards):
        tool_output(
            name = shard,
            srcs = [accuracies] + ([calibration] if calibration else []),
            out = shard + ".binpb",
            arguments = [
                "--accuracies=$(location %s)" % accuracies,
                "--shard=%d" % i,
                "--num_shards=%d" % num_shards,
            ] + (["--calibration=$(location %s)" % calibration] if calibration else []),
            message = "Enumerating pairs of %s, shard %d" % (name, i),
            visibility = ["//visibility:private"],
            **common
        )
    tool_output(
        name = name,
        srcs = shards,
        out = name + ".binpb",
        arguments = ["--merge=" + ",".join(["$(location %s)" % shard for shard in shards])],
        message = "Merging the shards of %s" % name,
        visibility = visibility,
        **common
    )
