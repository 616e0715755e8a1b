"""conv_engine_rtl: the convolution engine at one point of its parameters."""

load("//hw:defs.bzl", "verilated_cc_library")
load("//hw/synth:defs.bzl", "recorded_synthesis_report")

def conv_engine_rtl(name, filter_par, pixel_par, depths, mem_width, is_recorded = True, **kwargs):
    """Makes :<name>, class V<name>, and what the engine costs by Yosys.

    The latter are the targets of recorded_synthesis_report (hw/synth/defs.bzl), "_synthesis" in place of "_rtl"; the
    record is reports/conv_engine_<...>.textproto.recorded.

    Args:
      name: ends in _rtl.
      filter_par: filters in parallel.
      pixel_par: twice the pixels in parallel.
      depths: of input, output and weight buffer.
      mem_width: bits of a beat of memory.
      is_recorded: whether its resources are.
      **kwargs: as of verilated_cc_library.
    """
    parameters = {
        "FilterPar": str(filter_par),
        "InputDepth": str(depths[0]),
        "MemWidth": str(mem_width),
        "OutputDepth": str(depths[1]),
        "PixelPar": str(pixel_par),
        "WeightDepth": str(depths[2]),
    }
    verilated_cc_library(
        name = name,
        top = "conv_engine",
        deps = ["//hw/conv_engine:conv_engine_sv"],
        parameters = parameters,
        **kwargs
    )
    if is_recorded:
        recorded_synthesis_report(
            name = name.replace("_rtl", "_synthesis"),
            recorded = "reports/%s.textproto.recorded" % name.replace("_rtl", ""),
            top = "conv_engine",
            deps = ["//hw/conv_engine:conv_engine_sv"],
            parameters = parameters,
        )
