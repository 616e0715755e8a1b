// Types and constants in Verilator's XML: their widths in bits, their values.

#ifndef HW_SYNTH_VERILATOR_TYPES_H_
#define HW_SYNTH_VERILATOR_TYPES_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "hw/synth/xml_node.h"

namespace duet::hw {

struct VerilatorType {
  int64_t width = 0;         // bits; of an element of an unpacked array
  int64_t num_elements = 0;  // of an unpacked array; 0 for all else
};

class VerilatorTypes {
 public:
  // Reads the type table of a netlist. InvalidArgument for a type that is not there; types that have no width in bits
  // (strings, arrays of arrays) get 0.
  static absl::StatusOr<VerilatorTypes> Create(const XmlNode& netlist);

  // The type of that id; width 0 if there is none.
  VerilatorType Get(const std::string& id) const;

 private:
  std::map<std::string, VerilatorType> types_;
};

// The value of <const name="32'sh10">, or InvalidArgument if it is no number of up to 63 bits without x and z.
absl::StatusOr<int64_t> ConstantValue(const XmlNode& node);

}  // namespace duet::hw

#endif  // HW_SYNTH_VERILATOR_TYPES_H_
