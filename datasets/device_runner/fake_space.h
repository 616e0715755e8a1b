// A space of the networks "n1" to "n99", for tests of the device runner: n<i> counts to i.

#ifndef DATASETS_DEVICE_RUNNER_FAKE_SPACE_H_
#define DATASETS_DEVICE_RUNNER_FAKE_SPACE_H_

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "datasets/device_runner/space.h"

namespace duet::device_runner {

class FakeSpace : public Space {
 public:
  std::string Name() const override { return "fake"; }
  std::string KeyColumn() const override { return "network"; }
  std::vector<std::pair<std::string, std::string>> Provenance() const override { return {{"batch_size", "1"}}; }

  std::vector<std::string> Keys() const override {
    std::vector<std::string> keys;
    for (int i = 1; i < 100; ++i) keys.push_back(absl::StrCat("n", i));
    return keys;
  }

  absl::Status CheckKey(absl::string_view key) const override {
    int number;
    if (absl::ConsumePrefix(&key, "n") && absl::SimpleAtoi(key, &number) && 0 < number && number < 100) {
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrCat("no network ", key));
  }

  std::string ReferenceKey() const override { return "n50"; }

  // n13 throws when it runs.
  absl::StatusOr<std::unique_ptr<HostNetwork>> BuildOnHost(absl::string_view key, uint64_t) const override {
    int number;
    if (!absl::SimpleAtoi(key.substr(1), &number)) return CheckKey(key);
    return std::make_unique<Counter>(number);
  }

  const Space* Operations() const override { return operations; }

  const Space* operations = nullptr;

 private:
  class Counter : public HostNetwork {
   public:
    explicit Counter(int number) : number_(number) {}
    void SetInput(uint64_t, uint64_t) override {}
    void Run() override {
      if (number_ == 13) throw std::runtime_error("unlucky");
      for (volatile int i = 0; i < number_; i = i + 1) {
      }
    }

   private:
    const int number_;
  };
};

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_FAKE_SPACE_H_
