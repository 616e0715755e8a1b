// With Debian's reference BLAS a LibTorch product runs 40 times slower than with OpenBLAS, and nothing says so.

#include <dlfcn.h>

#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "torch/torch.h"

namespace {

TEST(BlasTest, LibTorchCallsOpenBlas) {
  // Makes LibTorch load its BLAS.
  const torch::Tensor product = torch::mm(torch::ones({8, 8}), torch::ones({8, 8}));
  ASSERT_EQ(product[0][0].item<float>(), 8.0f);
  void* sgemm = dlsym(RTLD_DEFAULT, "sgemm_");
  ASSERT_NE(sgemm, nullptr);
  Dl_info library;
  ASSERT_NE(dladdr(sgemm, &library), 0);
  const std::string path = std::filesystem::canonical(library.dli_fname).string();
  EXPECT_NE(path.find("openblas"), std::string::npos)
      << "LibTorch uses the BLAS in " << path
      << ". Run ./install_deps.sh, or as root: update-alternatives --config libblas.so.3-x86_64-linux-gnu";
}

}  // namespace
