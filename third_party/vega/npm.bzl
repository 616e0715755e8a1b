"""npm packages pinned by a lock file."""

def _npm_repository_impl(ctx):
    ctx.symlink(ctx.attr.package_file, "package.json")
    ctx.symlink(ctx.attr.lock_file, "package-lock.json")
    ctx.symlink(ctx.attr.build_file, "BUILD.bazel")
    npm = ctx.which("npm")
    if not npm:
        fail("npm is not installed. Run ./install_deps.sh")
    ctx.report_progress("npm ci")
    result = ctx.execute(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
        timeout = 600,
    )
    if result.return_code:
        fail("npm ci failed for %s:\n%s%s" % (ctx.attr.lock_file, result.stdout, result.stderr))

npm_repository = repository_rule(
    implementation = _npm_repository_impl,
    doc = "The node_modules of a lock file. npm checks each package against the lock file's hash; none runs a script.",
    attrs = {
        "package_file": attr.label(mandatory = True, allow_single_file = True),
        "lock_file": attr.label(mandatory = True, allow_single_file = True),
        "build_file": attr.label(mandatory = True, allow_single_file = True),
    },
)
