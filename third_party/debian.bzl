"""Repositories for what Debian 12 packages provide.

The base of the project is Debian 12: a native dependency is one of its packages, named here with the
version the project was checked with. `./install_deps.sh` installs them all.
"""

def _installed_version(ctx, package):
    result = ctx.execute(["dpkg-query", "--showformat=${Version}", "--show", package])
    return result.stdout if result.return_code == 0 else None

def _check_packages(ctx):
    for package, version in ctx.attr.packages.items():
        installed = _installed_version(ctx, package)
        if not installed:
            fail("Debian package %s %s is not installed. Run ./install_deps.sh" % (package, version))
        if not installed.startswith(version):
            fail("Debian package %s is version %s, but the project is pinned to %s (Debian 12)." %
                 (package, installed, version))

def _debian_repository_impl(ctx):
    _check_packages(ctx)
    for path, name in ctx.attr.paths.items():
        if not ctx.path(path).exists:
            fail("%s is missing though its package is installed. Run ./install_deps.sh" % path)
        ctx.symlink(path, name)
    ctx.symlink(ctx.attr.build_file, "BUILD.bazel")
    ctx.symlink(Label("//third_party:system_library.bzl"), "system_library.bzl")

debian_repository = repository_rule(
    implementation = _debian_repository_impl,
    doc = "A repository of targets that name files of Debian packages; fails when one is missing.",
    attrs = {
        "packages": attr.string_dict(doc = "Debian package -> version prefix it is pinned to.", mandatory = True),
        "paths": attr.string_dict(doc = "Absolute path -> name it gets in the repository."),
        "build_file": attr.label(mandatory = True),
    },
    local = True,
)

def _debian_bazel_rules_impl(ctx):
    _check_packages(ctx)
    result = ctx.execute(["cp", "--recursive", "--dereference", ctx.attr.path + "/.", "."])
    if result.return_code:
        fail("cannot copy %s: %s" % (ctx.attr.path, result.stderr))
    for path in ctx.attr.old_toolchain_files:
        text = ctx.read(path).replace(", \"use_cpp_toolchain\"", "")
        ctx.file(path, text.replace("use_cpp_toolchain()", "[\"@bazel_tools//tools/cpp:toolchain_type\"]"))

debian_bazel_rules = repository_rule(
    implementation = _debian_bazel_rules_impl,
    doc = """A copy of Bazel rules that Debian ships under /usr/share/bazel.

    Debian's rules_cc wants `use_cpp_toolchain`, which Bazel 4.2.3 does not have: in `old_toolchain_files`
    the call is replaced by the list that it would return.""",
    attrs = {
        "packages": attr.string_dict(mandatory = True),
        "path": attr.string(mandatory = True),
        "old_toolchain_files": attr.string_list(),
    },
)
