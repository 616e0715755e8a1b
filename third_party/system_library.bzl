"""A library that is installed on the system: include directories and link flags, no files to stage."""

def _system_library_impl(ctx):
    linker_input = cc_common.create_linker_input(
        owner = ctx.label,
        user_link_flags = depset(ctx.attr.linkopts),
    )
    own = CcInfo(
        compilation_context = cc_common.create_compilation_context(
            system_includes = depset(ctx.attr.system_includes),
            defines = depset(ctx.attr.defines),
        ),
        linking_context = cc_common.create_linking_context(linker_inputs = depset([linker_input])),
    )
    return [
        DefaultInfo(),
        cc_common.merge_cc_infos(cc_infos = [own] + [dep[CcInfo] for dep in ctx.attr.deps]),
    ]

system_library = rule(
    implementation = _system_library_impl,
    doc = """Headers below the compiler's own include directories are found without being listed; a directory
    such as /usr/include/eigen3, which needs a flag, goes into `system_includes`.""",
    attrs = {
        "system_includes": attr.string_list(),
        "linkopts": attr.string_list(),
        "defines": attr.string_list(),
        "deps": attr.label_list(providers = [CcInfo]),
    },
    provides = [CcInfo],
)
