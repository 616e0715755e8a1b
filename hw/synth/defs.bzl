"""synthesis_report: what a SystemVerilog module costs on an UltraScale+ device, by Yosys."""

load("//hw:defs.bzl", "VerilogInfo")

# Warnings are the business of lint tests and models.
_VERILATOR_ARGUMENTS = ["--xml-only", "--no-timing", "-Wno-fatal", "-Wno-lint", "-Wno-style", "-fno-dfg"]

_MODULE_ATTRS = {
    "deps": attr.label_list(mandatory = True, providers = [VerilogInfo]),
    "parameters": attr.string_dict(),
    "top": attr.string(mandatory = True),
    "_plain_verilog": attr.label(cfg = "target", default = "//hw/synth:plain_verilog_tool", executable = True),
    "_verilator": attr.label(
        allow_single_file = True,
        cfg = "exec",
        default = "@verilator//:verilator_bin",
        executable = True,
    ),
    "_verilator_include": attr.label(default = "@verilator//:include"),
}

def _write_plain_verilog(ctx):
    """Returns a file: the module and all below it in the Verilog that Yosys reads."""
    files = depset(transitive = [dep[VerilogInfo].files for dep in ctx.attr.deps], order = "postorder")
    xml = ctx.actions.declare_file(ctx.label.name + ".xml")
    verilator = ctx.file._verilator
    ctx.actions.run(
        executable = verilator,
        arguments = _VERILATOR_ARGUMENTS + ["--xml-output", xml.path, "--top-module", ctx.attr.top] +
                    ["-G%s=%s" % item for item in ctx.attr.parameters.items()] +
                    [f.path for f in files.to_list()],
        env = {"VERILATOR_ROOT": verilator.path.rpartition("/")[0] + "/share"},
        inputs = depset(transitive = [files, ctx.attr._verilator_include.files]),
        outputs = [xml],
        mnemonic = "VerilatorXml",
        progress_message = "Elaborating %s" % ctx.label,
    )
    plain = ctx.actions.declare_file(ctx.label.name + ".v")
    ctx.actions.run(
        executable = ctx.executable._plain_verilog,
        arguments = [xml.path, plain.path],
        inputs = [xml],
        outputs = [plain],
        mnemonic = "PlainVerilog",
    )
    return plain

def _plain_verilog_impl(ctx):
    plain = _write_plain_verilog(ctx)
    return [DefaultInfo(files = depset([plain])), VerilogInfo(files = depset([plain]))]

plain_verilog = rule(
    implementation = _plain_verilog_impl,
    doc = "A module as hw/synth/plain_verilog.h translates it; also a verilog_library, so that it can be simulated.",
    attrs = _MODULE_ATTRS,
)

def _synthesis_report_impl(ctx):
    plain = _write_plain_verilog(ctx)
    statistics = ctx.actions.declare_file(ctx.label.name + ".yosys.json")
    synthesis = "synth_xilinx -family xcup -noiopad%s -top %s" % (" -flatten" if ctx.attr.flatten else "", ctx.attr.top)
    script = [
        "read_verilog -sv " + plain.path,
        "setattr -set ram_style \"block\" m:*" if ctx.attr.block_memories else "",
        synthesis,
        "setattr -mod -unset top",  # with a top module the statistics of Yosys 0.23 are no JSON
        "tee -q -o %s stat -json" % statistics.path,
    ]
    ctx.actions.run(
        executable = ctx.file._yosys,
        arguments = ["-q", "-q", "-p", "; ".join(script)],
        inputs = depset([plain], transitive = [ctx.attr._techlibs.files]),
        outputs = [statistics],
        mnemonic = "Synthesize",
        progress_message = "Synthesizing %s" % ctx.label,
    )
    report = ctx.actions.declare_file(ctx.label.name + ".textproto")
    ctx.actions.run(
        executable = ctx.executable._report,
        arguments = [
            "--statistics=" + statistics.path,
            "--top=" + ctx.attr.top,
            "--parameters=" + ",".join(["%s=%s" % item for item in ctx.attr.parameters.items()]),
            "--command=" + synthesis,
            "--output=" + report.path,
        ],
        inputs = [statistics],
        outputs = [report],
        mnemonic = "SynthesisReport",
    )
    return [DefaultInfo(files = depset([report]), runfiles = ctx.runfiles([report]))]

_synthesis_report = rule(
    implementation = _synthesis_report_impl,
    attrs = dict(
        _MODULE_ATTRS,
        block_memories = attr.bool(),
        flatten = attr.bool(),
        _report = attr.label(cfg = "target", default = "//hw/synth:synthesis_report", executable = True),
        _techlibs = attr.label(default = "@yosys//:techlibs"),
        _yosys = attr.label(allow_single_file = True, cfg = "exec", default = "@yosys//:yosys", executable = True),
    ),
)

def _report_table_impl(ctx):
    tool = ctx.executable._report
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        "#!/bin/sh\nexec %s --show=%s\n" % (tool.short_path, ctx.file.report.short_path),
        is_executable = True,
    )
    runfiles = ctx.runfiles([ctx.file.report, tool])
    return [DefaultInfo(executable = script, runfiles = runfiles)]

_report_table = rule(
    implementation = _report_table_impl,
    attrs = {
        "report": attr.label(allow_single_file = True, mandatory = True),
        "_report": attr.label(cfg = "target", default = "//hw/synth:synthesis_report", executable = True),
    },
    executable = True,
)

def synthesis_report(name, top, deps, parameters = {}, block_memories = False, flatten = False, **kwargs):
    """Synthesizes a module with Yosys (synth_xilinx -family xcup).

    Makes
      :<name>         <name>.textproto, a SynthesisReport (hw/synth/synthesis_report.proto)
      :<name>_table   `bazel run` prints it as a table

    Args:
      name: of the report.
      top: the module.
      deps: verilog_library targets.
      parameters: parameter of `top` -> integer.
      block_memories: every memory goes into block RAM, small ones as well.
      flatten: dissolves modules first. Slower, optimises across modules, one row for all. By default modules are
        synthesized apart: equal instances cost time once, and each module has its row.
      **kwargs: tags, visibility. A report that takes over half a minute is tagged manual.
    """
    _synthesis_report(
        name = name,
        block_memories = block_memories,
        deps = deps,
        flatten = flatten,
        parameters = parameters,
        top = top,
        **kwargs
    )
    _report_table(name = name + "_table", report = name, **kwargs)

def recorded_synthesis_report(name, recorded, **kwargs):
    """A report that takes long and is therefore kept as a file, beside the means to check and remake it.

    Makes
      :<name>, :<name>_table        see synthesis_report; manual
      :<name>_is_current_test       whether `recorded` is what synthesis gives now; manual
      :<name>_update                `bazel run` writes `recorded`; manual

    Args:
      name: of the report.
      recorded: file of this package.
      **kwargs: see synthesis_report.
    """
    tags = ["manual"]  # minutes of synthesis
    synthesis_report(name = name, tags = tags, **kwargs)
    native.sh_test(
        name = name + "_is_current_test",
        size = "small",
        srcs = ["//hw/synth:is_current.sh"],
        args = ["$(rootpath :%s)" % name, "$(rootpath %s)" % recorded],
        data = [recorded, name],
        tags = tags,
    )
    native.sh_binary(
        name = name + "_update",
        srcs = ["//hw/synth:update.sh"],
        args = ["$(rootpath :%s)" % name, "%s/%s" % (native.package_name(), recorded)],
        data = [name],
        tags = tags,
    )
