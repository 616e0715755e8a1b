"""enumerated_front: the Pareto front of all pairs as a file, in shards."""

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
    tool = "//codesign/enumerate:enumerate"
    shards = []
    for i in range(num_shards):
        shard = "%s_shard_%d" % (name, i)
        shards.append(shard + ".binpb")
        native.genrule(
            name = shard,
            srcs = [accuracies] + ([calibration] if calibration else []),
            outs = [shard + ".binpb"],
            cmd = "$(execpath %s) --accuracies=$(execpath %s) --shard=%d --num_shards=%d --output=$@" %
                  (tool, accuracies, i, num_shards) +
                  (" --calibration=$(execpath %s)" % calibration if calibration else ""),
            exec_tools = [tool],
            message = "Enumerating pairs",
            tags = tags,
            visibility = ["//visibility:private"],
        )
    native.genrule(
        name = name,
        srcs = shards,
        outs = [name + ".binpb"],
        cmd = "$(execpath %s) --output=$@ --merge=" % tool + ",".join(["$(execpath %s)" % shard for shard in shards]),
        exec_tools = [tool],
        message = "Merging fronts",
        tags = tags,
        visibility = visibility,
    )
