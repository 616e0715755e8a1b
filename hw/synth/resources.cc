#include "hw/synth/resources.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"

namespace duet::hw {
namespace {

Resources Luts(int64_t lut) {
  Resources resources;
  resources.set_lut(lut);
  return resources;
}

std::map<std::string, Resources> KnownCells() {
  std::map<std::string, Resources> cells;
  for (const char* kind : {"BUFG", "BUFGCE", "GND", "IBUF", "INV", "MUXF7", "MUXF8", "MUXF9", "OBUF", "VCC"}) {
    cells[kind] = Resources();
  }
  for (const char* kind : {"LUT1", "LUT2", "LUT3", "LUT4", "LUT5", "LUT6", "SRL16E", "SRLC32E"}) cells[kind] = Luts(1);
  // Simple dual port memories take as many tables as they have 64-bit columns and ports.
  for (const char* kind : {"RAM32X1D", "RAM64X1D", "RAM128X1S"}) cells[kind] = Luts(2);
  for (const char* kind : {"RAM32M", "RAM64M", "RAM128X1D", "RAM256X1S"}) cells[kind] = Luts(4);
  for (const char* kind : {"RAM32M16", "RAM64M8", "RAM512X1S", "RAM256X1D"}) cells[kind] = Luts(8);
  for (const char* kind : {"RAM32X1S", "RAM64X1S"}) cells[kind] = Luts(1);
  for (const char* kind : {"FDCE", "FDPE", "FDRE", "FDSE", "LDCE", "LDPE"}) cells[kind].set_ff(1);
  cells["CARRY4"].set_carry4(1);
  cells["DSP48E2"].set_dsp(1);
  cells["RAMB18E2"].set_bram18(1);
  cells["RAMB36E2"].set_bram36(1);
  return cells;
}

}  // namespace

absl::StatusOr<Resources> ResourcesOfCell(absl::string_view kind) {
  static const auto& cells = *new std::map<std::string, Resources>(KnownCells());
  const auto cell = cells.find(std::string(kind));
  if (cell == cells.end()) return absl::NotFoundError(absl::StrCat("unknown cell \"", kind, "\""));
  return cell->second;
}

void AddResources(const Resources& resources, int64_t count, Resources& sum) {
  sum.set_lut(sum.lut() + count * resources.lut());
  sum.set_ff(sum.ff() + count * resources.ff());
  sum.set_carry4(sum.carry4() + count * resources.carry4());
  sum.set_dsp(sum.dsp() + count * resources.dsp());
  sum.set_bram18(sum.bram18() + count * resources.bram18());
  sum.set_bram36(sum.bram36() + count * resources.bram36());
}

double Bram36(const Resources& resources) { return resources.bram36() + 0.5 * resources.bram18(); }

}  // namespace duet::hw
