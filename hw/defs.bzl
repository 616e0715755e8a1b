"""SystemVerilog as Bazel targets: libraries of modules, C++ models made by Verilator, lint tests.

    verilog_library(name = "fp16_mul_sv", srcs = ["fp16_mul.sv"], deps = [":fp16_pkg_sv"])
    verilated_cc_library(name = "fp16_mul_rtl", top = "fp16_mul", deps = [":fp16_mul_sv"])
    cc_test(name = "fp16_mul_test", srcs = ["fp16_mul_test.cc"], deps = [":fp16_mul_rtl", "//hw/testing:rtl_test_main"])

and in the test: #include "hw/fp16/Vfp16_mul_rtl.h" (V and the name of the verilated_cc_library).
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

VerilogInfo = provider(
    doc = "SystemVerilog files of a library and all that it uses.",
    fields = {"files": "depset of files, what is used before what uses it"},
)

BoolSettingInfo = provider(doc = "A setting of the command line.", fields = ["value"])

def _bool_setting_impl(ctx):
    return [BoolSettingInfo(value = ctx.build_setting_value)]

bool_setting = rule(
    implementation = _bool_setting_impl,
    build_setting = config.bool(flag = True),
    doc = "A setting of the command line.",
)

def _verilog_files(deps, srcs = []):
    return depset(srcs, transitive = [dep[VerilogInfo].files for dep in deps], order = "postorder")

def _verilog_library_impl(ctx):
    files = _verilog_files(ctx.attr.deps, ctx.files.srcs)
    return [DefaultInfo(files = depset(ctx.files.srcs)), VerilogInfo(files = files)]

verilog_library = rule(
    implementation = _verilog_library_impl,
    doc = "SystemVerilog modules or packages. Within `srcs`, a package comes before the modules that import it.",
    attrs = {
        "srcs": attr.label_list(allow_files = [".sv"], mandatory = True),
        "deps": attr.label_list(providers = [VerilogInfo]),
    },
)

# What every call of Verilator has in common. Warnings are errors: hw/waivers.vlt holds the exceptions.
_VERILATOR_ARGUMENTS = ["-Wall", "--assert", "--no-timing"]

_VERILATOR_ATTRS = {
    "top": attr.string(doc = "The module to build.", mandatory = True),
    "deps": attr.label_list(doc = "verilog_library targets.", mandatory = True, providers = [VerilogInfo]),
    "parameters": attr.string_dict(doc = "Parameter of `top` -> value, as SystemVerilog writes it."),
    "_include": attr.label(default = "@verilator//:include"),
    "_verilator": attr.label(
        allow_single_file = True,
        cfg = "host",
        default = "@verilator//:verilator_bin",
        executable = True,
    ),
    "_waivers": attr.label(allow_single_file = True, default = "//hw:waivers.vlt"),
}

def _verilator_call(ctx, in_runfiles = False):
    """Returns arguments and environment; `in_runfiles`: for a test, whose paths differ from an action's."""
    files = [ctx.file._waivers] + _verilog_files(ctx.attr.deps).to_list()
    arguments = _VERILATOR_ARGUMENTS + ["--top-module", ctx.attr.top]
    arguments += ["-G%s=%s" % item for item in ctx.attr.parameters.items()]
    arguments += [f.short_path if in_runfiles else f.path for f in files]
    verilator = ctx.file._verilator.short_path if in_runfiles else ctx.file._verilator.path
    return struct(
        tool = verilator,
        arguments = arguments,
        root = verilator.rpartition("/")[0] + "/share",
        inputs = depset(files, transitive = [ctx.attr._include.files]),
    )

def _verilated_cc_library_impl(ctx):
    model = "V" + ctx.label.name
    directory = ctx.actions.declare_directory(ctx.label.name + ".verilated")
    model_directory = directory.path + "/" + ctx.label.package
    all_cc = ctx.actions.declare_file(ctx.label.name + ".verilated.cc")
    arguments = ["--cc", "--prefix", model, "--Mdir", model_directory, "-O3", "--x-initial", "unique"]
    with_coverage = ctx.attr._coverage[BoolSettingInfo].value
    if with_coverage or not ctx.attr.inline:
        arguments.append("-fno-inline")
    if ctx.attr._trace[BoolSettingInfo].value:
        arguments += ["--trace-fst", "--trace-structs"]
    copts = ["-w"] + ctx.attr.copts
    if with_coverage:
        # Counters make functions that a compiler takes minutes for: once a module, not once an instance.
        arguments += ["--coverage-line", "--coverage-toggle"]
        copts.append("-O0")

    call = _verilator_call(ctx)

    # The compiler gets one file that includes all of Verilator's: their number is not known beforehand.
    ctx.actions.run_shell(
        command = """
            set -e
            mkdir -p {directory}
            "$@"
            for f in {directory}/*.cpp; do echo "#include \\"{package}/${{f##*/}}\\""; done > {all_cc}
        """.format(directory = model_directory, package = ctx.label.package, all_cc = all_cc.path),
        arguments = [call.tool] + arguments + call.arguments,
        inputs = call.inputs,
        tools = [ctx.file._verilator],
        outputs = [directory, all_cc],
        env = {"VERILATOR_ROOT": call.root},
        mnemonic = "Verilate",
        progress_message = "Verilating %s" % ctx.label,
    )

    cc_toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = cc_toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features + ["layering_check", "module_maps"],
    )
    runtime = [dep[CcInfo] for dep in ctx.attr._runtime]
    own = cc_common.create_compilation_context(
        headers = depset([directory]),
        quote_includes = depset([directory.path]),
    )
    compilation_context, outputs = cc_common.compile(
        name = ctx.label.name,
        actions = ctx.actions,
        feature_configuration = features,
        cc_toolchain = cc_toolchain,
        srcs = [all_cc],
        user_compile_flags = copts,
        compilation_contexts = [own] + [info.compilation_context for info in runtime],
    )
    linking_context, _ = cc_common.create_linking_context_from_compilation_outputs(
        name = ctx.label.name,
        actions = ctx.actions,
        feature_configuration = features,
        cc_toolchain = cc_toolchain,
        compilation_outputs = outputs,
        linking_contexts = [info.linking_context for info in runtime],
        disallow_dynamic_library = True,
    )
    info = CcInfo(compilation_context = own, linking_context = linking_context)
    return [
        DefaultInfo(files = depset([directory] + outputs.pic_objects + outputs.objects)),
        cc_common.merge_cc_infos(direct_cc_infos = [info], cc_infos = runtime),
    ]

_verilated_cc_library = rule(
    implementation = _verilated_cc_library_impl,
    attrs = dict(
        _VERILATOR_ATTRS,
        copts = attr.string_list(),
        inline = attr.bool(default = True),
        _cc_toolchain = attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        _coverage = attr.label(default = "//hw:coverage_counters"),
        _runtime = attr.label_list(
            default = ["@verilator//:runtime", "//hw/testing:model_features"],
            providers = [CcInfo],
        ),
        _trace = attr.label(default = "//hw:trace"),
    ),
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def verilated_cc_library(name, top, deps, parameters = {}, copts = ["-O1"], inline = True, **kwargs):
    """A C++ class that simulates a module, cycle by cycle: class V<name> of header "<package>/V<name>.h".

    Assertions are checked, uninitialised registers start at random. Drive it with //hw/testing:testbench.

    Args:
      name: of the library; one library for each choice of parameters.
      top: the module.
      deps: verilog_library targets.
      parameters: parameter of `top` -> value.
      copts: how the model is compiled. The default compiles fast; benchmarks ask for ["-O3"].
      inline: whether each instance of a module is compiled apart, for speed; False keeps the code of large designs small.
      **kwargs: tags, testonly, visibility.
    """
    _verilated_cc_library(name = name, top = top, deps = deps, parameters = parameters, copts = copts, inline = inline, **kwargs)

def _verilog_lint_test_impl(ctx):
    call = _verilator_call(ctx, in_runfiles = True)
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        "#!/bin/sh\nVERILATOR_ROOT=%s exec %s --lint-only %s\n" %
        (call.root, call.tool, " ".join(["\"%s\"" % argument for argument in call.arguments])),
        is_executable = True,
    )
    runfiles = ctx.runfiles(files = [ctx.file._verilator], transitive_files = call.inputs)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

verilog_lint_test = rule(
    implementation = _verilog_lint_test_impl,
    doc = """Checks that Verilator accepts a module without a warning.

    A module that some verilated_cc_library builds needs none: every call of Verilator has -Wall.""",
    attrs = _VERILATOR_ATTRS,
    test = True,
)
