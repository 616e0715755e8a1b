"""Fetches pinned data: from a mirror directory, or else from its URL, and never with another SHA-256 than pinned.

Every pin is one repository, fetched when a target first needs it, e.g. @data_hw_cifar10_csv for hw_cifar10.csv, with

    :file        the file (or the tree, as one tar); incompatible with every platform where it could not be had, so
                 that `bazel test //...` skips what depends on it
    :optional    the file, or nothing
    :missing     a config_setting: matches where it could not be had
    :how_to_get  an executable that says what is needed and where to put it

The mirror is the directory that the environment variable DUET_DATA_MIRROR names, e.g. with
`--repo_env=DUET_DATA_MIRROR=/data`, or else `../shared/distdir` beside the workspace (trees: `../shared/archives`).
"""

load("//datasets:pins.bzl", "PINNED_FILES", "PINNED_TREES", "data_repository")

_MIRROR_VARIABLE = "DUET_DATA_MIRROR"

_BUILD = """# What became of the pin of {file}: see //datasets:repositories.bzl.
load("@duet//datasets:availability.bzl", "bool_setting", "data_file")

package(default_visibility = ["//visibility:public"])

bool_setting(
    name = "could_not_be_had",
    build_setting_default = {missing},
)

config_setting(
    name = "missing",
    flag_values = {{":could_not_be_had": "True"}},
)

constraint_setting(name = "availability")

# No platform has this: it marks what cannot be built, and its name is what Bazel prints.
constraint_value(
    name = "{repository}_is_missing__see_how_to_get",
    constraint_setting = ":availability",
)

data_file(
    name = "file",
    srcs = {srcs},
    target_compatible_with = {compatible_with},
)

filegroup(
    name = "optional",
    srcs = {srcs},
)

sh_binary(
    name = "how_to_get",
    srcs = ["how_to_get.sh"],
)
"""

_HOW_TO_GET_MISSING = """#!/bin/sh
cat <<'EOF'
{file} is needed and could not be had.

  holds    {holds}
  size     {size}
  sha256   {sha256}{hash_of}
  licence  {licence}
  from     {url}
  tried    {tried}

Put {wanted} into {mirror} (or into a directory that you name
with --repo_env={variable}=<directory>), or connect to the network. Then have it looked for again:

  bazel sync --only={repository}
EOF
exit 1
"""

_HOW_TO_GET_PRESENT = """#!/bin/sh
cat <<'EOF'
{file} is there and is what was pinned ({sha256}).
EOF
"""

def _mirror(ctx, default):
    # Returns the mirror directory as a string; it need not exist.
    named = ctx.os.environ.get(_MIRROR_VARIABLE)
    workspace = ctx.path(Label("//datasets:repositories.bzl")).dirname.dirname
    return named if named else str(workspace.dirname.get_child("shared").get_child(default))

def _run(ctx, arguments):
    result = ctx.execute(arguments, environment = {"LC_ALL": "C"}, timeout = 1800)
    if result.return_code:
        fail("%s failed: %s%s" % (" ".join([str(a) for a in arguments]), result.stdout, result.stderr))
    return result.stdout

def _write_targets(ctx, found, wanted, mirror, tried, size, hash_of):
    repository = data_repository(ctx.attr.file)
    ctx.file("BUILD.bazel", _BUILD.format(
        compatible_with = [] if found else [":%s_is_missing__see_how_to_get" % repository],
        file = ctx.attr.file,
        missing = not found,
        repository = repository,
        srcs = [ctx.attr.file] if found else [],
    ))
    template = _HOW_TO_GET_PRESENT if found else _HOW_TO_GET_MISSING
    ctx.file("how_to_get.sh", template.format(
        file = ctx.attr.file,
        hash_of = hash_of,
        holds = ctx.attr.holds,
        licence = ctx.attr.licence,
        mirror = mirror,
        repository = repository,
        sha256 = ctx.attr.sha256,
        size = size,
        tried = "\n           ".join(tried),
        url = ctx.attr.url,
        variable = _MIRROR_VARIABLE,
        wanted = wanted,
    ), executable = True)

def _report(ctx, message):
    # Where a download fails is said by how_to_get; a mirror that holds something else is a surprise worth a line.
    # buildifier: disable=print
    print("%s: %s" % (ctx.attr.file, message))
    return message

def _pinned_file_impl(ctx):
    file = ctx.attr.file
    mirror = _mirror(ctx, "distdir")
    candidate = ctx.path(mirror + "/" + file)
    found = False
    tried = []
    if candidate.exists:
        _run(ctx, ["cp", "--", candidate, file])
        digest = _run(ctx, ["sha256sum", file]).split(" ")[0]
        found = digest == ctx.attr.sha256
        if not found:
            tried.append(_report(ctx, "%s is not the pinned file: its SHA-256 is %s" % (candidate, digest)))
            ctx.delete(file)
    else:
        tried.append("%s does not exist" % candidate)
    if not found:
        ctx.report_progress("fetching " + ctx.attr.url)
        found = ctx.download(ctx.attr.url, file, sha256 = ctx.attr.sha256, allow_fail = True).success
        tried.append("the URL above: no file, or not the pinned one")
    if not found:
        ctx.delete(file)
    _write_targets(ctx, found, file, mirror, tried, size = "%d bytes" % ctx.attr.size_bytes, hash_of = "")

pinned_file = repository_rule(
    implementation = _pinned_file_impl,
    doc = "One pinned file; see the comment at the top.",
    attrs = {
        "file": attr.string(mandatory = True),
        "holds": attr.string(mandatory = True),
        "licence": attr.string(mandatory = True),
        "sha256": attr.string(mandatory = True),
        "size_bytes": attr.int(mandatory = True),
        "url": attr.string(mandatory = True),
    },
    environ = [_MIRROR_VARIABLE],
)

# Lists the pinned files below the extracted tree in $1: "find" must not fail where a path is missing.
_LIST_FILES = """cd "$1" && shift && { find "$@" -type f -print0 2>/dev/null || true; } | sort --zero-terminated"""

def _tree_of(ctx, archive, strip, tree):
    # Extracts the pinned paths of `archive`, below its directory `strip` if that is not empty, into `tree`; writes
    # their list to `tree`.list and returns their tree hash and number, or None if it is no archive of them.
    ctx.delete(tree)
    ctx.file(tree + ".list")
    _run(ctx, ["mkdir", "-p", tree])
    members = [strip + "/" + path if strip else path for path in ctx.attr.paths]
    result = ctx.execute(
        ["tar", "--extract", "--gzip", "--no-same-owner", "--file", archive, "--directory", tree] +
        (["--strip-components=1"] if strip else []) + ["--"] + members,
        timeout = 1800,
    )
    if result.return_code:
        return None
    _run(ctx, ["sh", "-c", "(%s) > \"$0\"" % _LIST_FILES, ctx.path(tree + ".list"), tree] + ctx.attr.paths)
    lines = _run(ctx, [
        "sh",
        "-c",
        "cd \"$1\" && xargs --null --no-run-if-empty sha256sum < \"$0\" | sha256sum && tr -cd '\\0' < \"$0\" | wc -c",
        ctx.path(tree + ".list"),
        tree,
    ]).split("\n")
    return struct(num_files = int(lines[1]), sha256 = lines[0].split(" ")[0])

def _is_pinned(ctx, tree_hash):
    return tree_hash and tree_hash.sha256 == ctx.attr.sha256 and tree_hash.num_files == ctx.attr.num_files

def _pinned_tree_impl(ctx):
    mirror = _mirror(ctx, "archives")
    candidate = ctx.path(mirror + "/" + ctx.attr.archive)
    found = False
    tried = []
    if candidate.exists:
        tree_hash = _tree_of(ctx, candidate, "", "tree")
        found = _is_pinned(ctx, tree_hash)
        if not found:
            what = "%d files of tree hash %s" % (tree_hash.num_files, tree_hash.sha256) if tree_hash else "other files"
            tried.append(_report(ctx, "%s does not hold the pinned tree, but %s" % (candidate, what)))
    else:
        tried.append("%s does not exist" % candidate)
    if not found:
        ctx.report_progress("fetching " + ctx.attr.url)

        # The bytes of such an archive are not stable, so that only its contents can be checked.
        if ctx.download(ctx.attr.url, "download.tar.gz", allow_fail = True).success:
            top = "%s-%s" % (ctx.attr.repository.split("/")[1], ctx.attr.commit)
            found = _is_pinned(ctx, _tree_of(ctx, "download.tar.gz", top, "tree"))
        tried.append("the URL above: no archive, or not the pinned tree")
    if found:
        _run(ctx, [
            "tar",
            "--create",
            "--format=ustar",
            "--sort=name",
            "--mtime=@0",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mode=u=rw,go=r",
            "--no-recursion",
            "--directory=tree",
            "--null",
            "--files-from=tree.list",
            "--file",
            ctx.attr.file,
        ])
    for leftover in ["tree", "tree.list", "download.tar.gz"]:
        ctx.delete(leftover)
    _write_targets(
        ctx,
        found,
        ctx.attr.archive + " (a tar of the files below, named as in the repository)",
        mirror,
        tried,
        size = "%d files: %s" % (
            ctx.attr.num_files,
            ", ".join(ctx.attr.paths) if len(ctx.attr.paths) < 4 else ctx.attr.paths[0] + " to " + ctx.attr.paths[-1],
        ),
        hash_of = " (of the sha256sum lines of its files, sorted by path)",
    )

pinned_tree = repository_rule(
    implementation = _pinned_tree_impl,
    doc = """Some paths of a repository at a commit, checked by tree hash and kept as one uncompressed tar whose bytes
    depend on the files alone.""",
    attrs = {
        "archive": attr.string(mandatory = True),
        "commit": attr.string(mandatory = True),
        "file": attr.string(mandatory = True),
        "holds": attr.string(mandatory = True),
        "licence": attr.string(mandatory = True),
        "num_files": attr.int(mandatory = True),
        "paths": attr.string_list(mandatory = True),
        "repository": attr.string(mandatory = True),
        "sha256": attr.string(mandatory = True),
        "url": attr.string(mandatory = True),
    },
    environ = [_MIRROR_VARIABLE],
)

def pinned_repositories():
    """Declares the repository of every pin. None is fetched before a target needs it."""
    for pin in PINNED_FILES:
        pinned_file(
            name = data_repository(pin.file),
            file = pin.file,
            holds = pin.holds,
            licence = pin.licence,
            sha256 = pin.sha256,
            size_bytes = pin.size_bytes,
            url = pin.url,
        )
    for pin in PINNED_TREES:
        pinned_tree(
            name = data_repository(pin.file),
            archive = pin.archive,
            commit = pin.commit,
            file = pin.file,
            holds = pin.holds,
            licence = pin.licence,
            num_files = pin.num_files,
            paths = pin.paths,
            repository = pin.repository,
            sha256 = pin.sha256,
            url = pin.url,
        )
