#include "codesign/fabnet/pair.h"

#include <tuple>

#include "absl/strings/str_cat.h"

namespace duet::codesign {

bool operator==(const FabnetNetwork& a, const FabnetNetwork& b) {
  return std::tie(a.hidden, a.expansion, a.num_blocks, a.num_abfly_blocks) ==
         std::tie(b.hidden, b.expansion, b.num_blocks, b.num_abfly_blocks);
}

std::vector<FabnetNetwork> Networks(const FabnetSpace& space) {
  std::vector<FabnetNetwork> networks;
  for (const int64_t hidden : space.hidden) {
    for (const int64_t expansion : space.expansion) {
      for (const int64_t num_blocks : space.num_blocks) {
        for (const int64_t num_abfly_blocks : space.num_abfly_blocks) {
          if (num_abfly_blocks <= num_blocks) networks.push_back({hidden, expansion, num_blocks, num_abfly_blocks});
        }
      }
    }
  }
  return networks;
}

std::vector<ButterflyDesign> Designs(const FabnetSpace& space) {
  std::vector<ButterflyDesign> designs;
  for (const int64_t num_engines : space.parallelism) {
    for (const int64_t num_units : space.parallelism) {
      for (const int64_t qk_multipliers : space.parallelism) {
        for (const int64_t sv_multipliers : space.parallelism) {
          designs.push_back({num_engines, num_units, qk_multipliers, sv_multipliers});
        }
      }
    }
  }
  return designs;
}

std::string ToString(const FabnetNetwork& network) {
  return absl::StrCat("D ", network.hidden, ", R ", network.expansion, ", ",
                      network.num_blocks - network.num_abfly_blocks, " FBfly + ", network.num_abfly_blocks, " ABfly");
}

std::string ToString(const ButterflyDesign& design) {
  return absl::StrCat("P_be ", design.num_engines, ", P_bu ", design.units_per_engine, ", P_qk ", design.qk_multipliers,
                      ", P_sv ", design.sv_multipliers);
}

bool CanRun(const ButterflyDesign& design, const FabnetNetwork& network) {
  if (design.num_engines < 1 || design.units_per_engine < 1) return false;
  if ((design.qk_multipliers == 0) != (design.sv_multipliers == 0)) return false;
  if (network.num_abfly_blocks > 0 && design.qk_multipliers == 0) return false;
  return 2 * design.units_per_engine <= network.hidden;
}

}  // namespace duet::codesign
