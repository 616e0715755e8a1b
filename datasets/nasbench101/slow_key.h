// The key of a cell as the authors' program computes it, one OpenSSL digest after the other: what tests and benchmarks
// compare cell_key.h with.

#ifndef DATASETS_NASBENCH101_SLOW_KEY_H_
#define DATASETS_NASBENCH101_SLOW_KEY_H_

#include <string>

#include "datasets/nasbench101/cell.h"

namespace duet::nasbench101 {

// ToString(KeyOf(cell)), slowly.
std::string SlowKeyOf(const Cell& cell);

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_SLOW_KEY_H_
