#include "datasets/graph_hash.h"

#include <openssl/evp.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace duet::datasets {
namespace {

std::string Md5Hex(const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_md5(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), size));
}

std::string SortedAndJoined(std::vector<std::string> hashes) {
  std::sort(hashes.begin(), hashes.end());
  return absl::StrJoin(hashes, "");
}

}  // namespace

std::string GraphHash(const std::vector<std::vector<bool>>& adjacency, absl::Span<const int> labels,
                      DegreeText degree_text) {
  const absl::string_view fraction = degree_text == DegreeText::kFloat ? ".0" : "";
  const size_t num_vertices = labels.size();
  std::vector<std::vector<size_t>> predecessors(num_vertices);
  std::vector<std::vector<size_t>> successors(num_vertices);
  for (size_t i = 0; i < num_vertices; ++i) {
    for (size_t j = 0; j < num_vertices; ++j) {
      if (!adjacency[i][j]) continue;
      successors[i].push_back(j);
      predecessors[j].push_back(i);
    }
  }
  std::vector<std::string> hashes;
  for (size_t v = 0; v < num_vertices; ++v) {
    hashes.push_back(Md5Hex(absl::StrCat("(", successors[v].size(), fraction, ", ", predecessors[v].size(), fraction,
                                         ", ", labels[v], ")")));
  }
  for (size_t round = 0; round < num_vertices; ++round) {
    std::vector<std::string> next;
    for (size_t v = 0; v < num_vertices; ++v) {
      std::vector<std::string> before;
      std::vector<std::string> after;
      for (const size_t u : predecessors[v]) before.push_back(hashes[u]);
      for (const size_t u : successors[v]) after.push_back(hashes[u]);
      next.push_back(Md5Hex(
          absl::StrCat(SortedAndJoined(std::move(before)), "|", SortedAndJoined(std::move(after)), "|", hashes[v])));
    }
    hashes = std::move(next);
  }
  // As Python prints a list of strings.
  std::sort(hashes.begin(), hashes.end());
  return Md5Hex(hashes.empty() ? "[]" : absl::StrCat("['", absl::StrJoin(hashes, "', '"), "']"));
}

}  // namespace duet::datasets
