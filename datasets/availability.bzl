"""What a repository of pinned data is made of; see //datasets:repositories.bzl."""

def _bool_setting_impl(ctx):
    return []

bool_setting = rule(
    implementation = _bool_setting_impl,
    build_setting = config.bool(),
    doc = "A constant that a config_setting can ask for: nobody sets it but its build_setting_default.",
)

def _data_file_impl(ctx):
    files = depset(ctx.files.srcs)
    return [DefaultInfo(files = files, runfiles = ctx.runfiles(transitive_files = files))]

data_file = rule(
    implementation = _data_file_impl,
    attrs = {"srcs": attr.label_list(allow_files = True)},
    doc = "A filegroup that can be incompatible (target_compatible_with), which Bazel 4's own cannot.",
)
