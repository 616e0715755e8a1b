// What FABNet's codesign chooses among: pairs of a network and a design of the butterfly accelerator.
//
//   network   D_hid, R_ffn, N_total and N_ABfly: N_total - N_ABfly FBfly blocks and N_ABfly ABfly blocks
//   design    P_be butterfly engines of P_bu units, an attention engine of P_qk and P_sv multipliers or none (0)
//
// The published space has 5 x 3 x 2 x 2 = 60 networks and 7^4 = 2,401 designs: 144,060 pairs, of which those run where
// CanRun holds. Source: Fan et al., MICRO 2022, section on codesign, Fig. 18 (read through OCR, the list of
// parallelisms partly garbled).

#ifndef CODESIGN_FABNET_PAIR_H_
#define CODESIGN_FABNET_PAIR_H_

#include <cstdint>
#include <string>
#include <vector>

namespace duet::codesign {

struct FabnetNetwork {
  int64_t hidden = 0;            // D_hid
  int64_t expansion = 0;         // R_ffn: feed-forward layers have D_hid R_ffn elements
  int64_t num_blocks = 0;        // N_total
  int64_t num_abfly_blocks = 0;  // N_ABfly
};
bool operator==(const FabnetNetwork& a, const FabnetNetwork& b);

struct ButterflyDesign {
  int64_t num_engines = 0;       // P_be
  int64_t units_per_engine = 0;  // P_bu
  int64_t qk_multipliers = 0;    // P_qk
  int64_t sv_multipliers = 0;    // P_sv
};

// The values that each of the numbers may have.
struct FabnetSpace {
  std::vector<int64_t> hidden = {64, 128, 256, 512, 1024};
  std::vector<int64_t> expansion = {1, 2, 4};
  std::vector<int64_t> num_blocks = {1, 2};
  std::vector<int64_t> num_abfly_blocks = {0, 1};
  std::vector<int64_t> parallelism = {0, 4, 8, 16, 32, 64, 128};  // each of the four
};

// All of them, the first number changing slowest. Networks with more ABfly blocks than blocks are left out.
std::vector<FabnetNetwork> Networks(const FabnetSpace& space);
std::vector<ButterflyDesign> Designs(const FabnetSpace& space);

// "D 64, R 2, 1 FBfly + 1 ABfly" and "P_be 32, P_bu 16, P_qk 8, P_sv 8".
std::string ToString(const FabnetNetwork& network);
std::string ToString(const ButterflyDesign& design);

// Whether the design has engines and units, an attention engine if the network has an ABfly block, none of half
// (P_qk without P_sv), and no more units than a row of hidden elements has pairs.
bool CanRun(const ButterflyDesign& design, const FabnetNetwork& network);

}  // namespace duet::codesign

#endif  // CODESIGN_FABNET_PAIR_H_
