// The tool of the rule plain_verilog (defs.bzl): plain_verilog IN.xml OUT.v

#include <iostream>
#include <string>

#include "common/files.h"
#include "common/status_macros.h"
#include "hw/synth/plain_verilog.h"

namespace duet::hw {
namespace {

absl::Status Run(absl::string_view in, absl::string_view out) {
  ASSIGN_OR_RETURN(const std::string xml, ReadFile(in));
  ASSIGN_OR_RETURN(const std::string verilog, PlainVerilog(xml));
  return WriteFileAtomically(out, verilog);
}

}  // namespace
}  // namespace duet::hw

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: plain_verilog IN.xml OUT.v\n";
    return 2;
  }
  const absl::Status status = duet::hw::Run(argv[1], argv[2]);
  if (status.ok()) return 0;
  std::cerr << "plain_verilog: " << status.message() << "\n";
  return 1;
}
