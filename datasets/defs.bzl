"""Macros of targets that read pinned data."""

load("//datasets:pins.bzl", "data_repository")

def needs_data(name, actual, data, visibility = None):
    """A target to `bazel run` that says how to get its data where that is missing, instead of not building.

    Args:
      name: what a person runs.
      actual: the executable that needs the data.
      data: names of pinned files or trees, e.g. ["hw_cifar10.csv", "fsdd.tar"]. The first missing one is explained.
      visibility: of `name`.
    """
    rest = actual
    for i in range(len(data) - 1, -1, -1):
        repository = data_repository(data[i])
        alias = name if i == 0 else "%s_with_%s" % (name, repository)
        native.alias(
            name = alias,
            actual = select({
                "@%s//:missing" % repository: "@%s//:how_to_get" % repository,
                "//conditions:default": rest,
            }),
            visibility = visibility if i == 0 else ["//visibility:private"],
        )
        rest = ":" + alias
    if not data:
        native.alias(name = name, actual = actual, visibility = visibility)
