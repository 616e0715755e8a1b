// The small accelerator that tests and tools simulate: the parameters of //hw/top:accelerator_4_rtl.

#ifndef HW_TOP_ACCELERATOR_4_H_
#define HW_TOP_ACCELERATOR_4_H_

#include "hw/top/program.h"

namespace duet::hw {

// Rows of up to 128 elements, heads of up to 32, up to 128 keys.
constexpr AcceleratorShape kAccelerator4 = {/*lanes=*/4,          /*num_units=*/2,      /*max_log2_size=*/7,
                                            /*qk_multipliers=*/4, /*sv_multipliers=*/2, /*max_head_dim=*/32,
                                            /*max_keys=*/128};

}  // namespace duet::hw

#endif  // HW_TOP_ACCELERATOR_4_H_
