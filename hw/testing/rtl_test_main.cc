#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/files.h"
#include "hw/testing/simulation.h"

ABSL_FLAG(std::string, coverage, "", "File for the coverage counts of all simulations; see //hw:coverage.");

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  absl::ParseCommandLine(argc, argv);
  const int result = RUN_ALL_TESTS();
  const std::string path = absl::GetFlag(FLAGS_coverage);
  if (path.empty()) return result;
  const absl::Status status = duet::WriteFileAtomically(path, duet::hw::SimulationCoverage().ToText());
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? result : 1;
}
