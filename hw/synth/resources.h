// Resources of an UltraScale+ device that the cells of a netlist occupy.
//
// Counted: LUT1 .. LUT6; memories and shift registers of look-up tables by the tables they take; FD* and LD*; CARRY4;
// DSP48E2; RAMB18E2 and RAMB36E2. Free: INV (absorbed by what it drives), MUXF7 to MUXF9, and buffers of pads and
// clocks. Source of the sizes of memories: UG974, UltraScale architecture libraries guide.

#ifndef HW_SYNTH_RESOURCES_H_
#define HW_SYNTH_RESOURCES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::hw {

// What one cell of that kind occupies; NotFound for a kind that this file does not know.
absl::StatusOr<Resources> ResourcesOfCell(absl::string_view kind);

// Adds `count` times `resources` to `sum`.
void AddResources(const Resources& resources, int64_t count, Resources& sum);

// Block memory in units of 36 kbit.
double Bram36(const Resources& resources);

}  // namespace duet::hw

#endif  // HW_SYNTH_RESOURCES_H_
