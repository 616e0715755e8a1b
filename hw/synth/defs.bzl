"""synthesis_report: what a SystemVerilog module costs on an UltraScale+ device, by Yosys."""

load("//hw:defs.bzl", "VerilogInfo")

def _synthesis_report_impl(ctx):
    files = depset(transitive = [dep[VerilogInfo].files for dep in ctx.attr.deps], order = "postorder")
    statistics = ctx.actions.declare_file(ctx.label.name + ".yosys.json")
    synthesis = "synth_xilinx -family xcup -noiopad%s -top %s" % (" -flatten" if ctx.attr.flatten else "", ctx.attr.top)
    script = ["read_verilog -sv " + " ".join([f.path for f in files.to_list()])]
    script += ["chparam -set %s %s %s" % (name, value, ctx.attr.top) for name, value in ctx.attr.parameters.items()]
    script += [synthesis, "tee -q -o %s stat -json -top %s" % (statistics.path, ctx.attr.top)]
    ctx.actions.run(
        executable = ctx.file._yosys,
        arguments = ["-q", "-q", "-p", "; ".join(script)],
        inputs = depset(transitive = [files, ctx.attr._techlibs.files]),
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
    attrs = {
        "deps": attr.label_list(mandatory = True, providers = [VerilogInfo]),
        "flatten": attr.bool(),
        "parameters": attr.string_dict(),
        "top": attr.string(mandatory = True),
        "_report": attr.label(cfg = "target", default = "//hw/synth:synthesis_report", executable = True),
        "_techlibs": attr.label(default = "@yosys//:techlibs"),
        "_yosys": attr.label(allow_single_file = True, cfg = "exec", default = "@yosys//:yosys", executable = True),
    },
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

def synthesis_report(name, top, deps, parameters = {}, flatten = False, **kwargs):
    """Synthesizes a module with Yosys (synth_xilinx -family xcup).

    Makes
      :<name>         <name>.textproto, a SynthesisReport (hw/synth/synthesis_report.proto)
      :<name>_table   `bazel run` prints it as a table

    Args:
      name: of the report.
      top: the module.
      deps: verilog_library targets.
      parameters: parameter of `top` -> integer.
      flatten: dissolves modules first. Slower, optimises across modules, one row for all. By default modules are
        synthesized apart: equal instances cost time once, and each module has its row.
      **kwargs: tags, visibility. A report that takes over half a minute is tagged manual.
    """
    _synthesis_report(name = name, top = top, deps = deps, parameters = parameters, flatten = flatten, **kwargs)
    _report_table(name = name + "_table", report = name, **kwargs)
