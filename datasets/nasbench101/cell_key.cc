#include "datasets/nasbench101/cell_key.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "datasets/nasbench101/md5_lanes.h"

namespace duet::nasbench101 {
namespace {

constexpr int64_t kNumLanes = kNumMd5Lanes;
constexpr int64_t kHexSize = 32;

// The longest text that is hashed: all vertices' hashes, each in quotes and with a comma and a space or bracket.
constexpr int64_t kMaxTextSize = kMaxNumVertices * (kHexSize + 4);

// Hashes are compared as texts: hexadecimal digits keep the order of bytes.
using Hex = std::array<char, kHexSize>;

Hex ToHex(const Md5Digest& digest) {
  static const auto* const digits = [] {
    auto* const of_byte = new std::array<std::array<char, 2>, 256>;
    for (size_t byte = 0; byte < of_byte->size(); ++byte) {
      (*of_byte)[byte] = {"0123456789abcdef"[byte / 16], "0123456789abcdef"[byte % 16]};
    }
    return of_byte;
  }();
  Hex hex;
  for (size_t i = 0; i < digest.size(); ++i) std::memcpy(&hex[2 * i], (*digits)[digest[i]].data(), 2);
  return hex;
}

// A short list of vertices, without allocation.
struct Vertices {
  std::array<int8_t, kMaxNumVertices> items;
  int64_t size = 0;

  void Add(int64_t vertex) { items[size++] = static_cast<int8_t>(vertex); }
};

// Texts of the lanes, which have one length, while they are written.
class LaneTexts {
 public:
  void Clear() { size_ = 0; }

  void Append(absl::string_view text) {
    for (auto& lane_text : texts_) std::memcpy(&lane_text[size_], text.data(), text.size());
    size_ += static_cast<int64_t>(text.size());
  }

  void Append(const std::array<char, kNumLanes>& characters) {
    for (int64_t lane = 0; lane < kNumLanes; ++lane) texts_[lane][size_] = characters[lane];
    ++size_;
  }

  void Append(const std::array<Hex, kNumLanes>& hashes) {
    for (int64_t lane = 0; lane < kNumLanes; ++lane) std::memcpy(&texts_[lane][size_], hashes[lane].data(), kHexSize);
    size_ += kHexSize;
  }

  std::array<Md5Digest, kNumLanes> Digests() const {
    std::array<const char*, kNumLanes> messages;
    for (int64_t lane = 0; lane < kNumLanes; ++lane) messages[lane] = texts_[lane].data();
    return Md5OfLanes(messages, size_);
  }

  std::array<Hex, kNumLanes> Hashes() const {
    const std::array<Md5Digest, kNumLanes> digests = Digests();
    std::array<Hex, kNumLanes> hashes;
    for (int64_t lane = 0; lane < kNumLanes; ++lane) hashes[lane] = ToHex(digests[lane]);
    return hashes;
  }

 private:
  std::array<std::array<char, kMaxTextSize>, kNumLanes> texts_;
  int64_t size_ = 0;
};

// Up to kNumLanes cells of one graph, hashed as graph_hash.h says. Hashes are [vertex][lane].
class GraphHasher {
 public:
  explicit GraphHasher(const Cell& graph) : graph_(graph) {
    for (int64_t to = 1; to < graph.num_vertices; ++to) {
      for (int64_t from = 0; from < to; ++from) {
        if (!graph.HasEdge(from, to)) continue;
        predecessors_[to].Add(from);
        successors_[from].Add(to);
      }
    }
    for (int64_t v = 0; v < graph.num_vertices; ++v) all_.Add(v);
  }

  // Keys of `cells`; of lanes that they do not fill, any.
  std::array<CellKey, kNumLanes> Keys(absl::Span<const Cell> cells) {
    for (int64_t v = 0; v < graph_.num_vertices; ++v) hashes_[v] = FirstHashes(v, cells);
    for (int64_t round = 0; round < graph_.num_vertices; ++round) {
      for (int64_t v = 0; v < graph_.num_vertices; ++v) next_hashes_[v] = NextHashes(v);
      hashes_.swap(next_hashes_);
    }
    texts_.Clear();
    AppendSorted(all_, "['", "', '", "']");
    const std::array<Md5Digest, kNumLanes> digests = texts_.Digests();
    std::array<CellKey, kNumLanes> keys;
    for (int64_t lane = 0; lane < kNumLanes; ++lane) keys[lane].bytes = digests[lane];
    return keys;
  }

 private:
  using LaneHashes = std::array<Hex, kNumLanes>;

  LaneHashes FirstHashes(int64_t v, absl::Span<const Cell> cells) {
    texts_.Clear();
    texts_.Append(absl::StrCat("(", successors_[v].size, ", ", predecessors_[v].size, ", "));
    if (v == 0) {
      texts_.Append("-1");
    } else if (v == graph_.output()) {
      texts_.Append("-2");
    } else {
      std::array<char, kNumLanes> labels;
      labels.fill('0');
      for (size_t i = 0; i < cells.size(); ++i) labels[i] = static_cast<char>('0' + static_cast<int>(cells[i].op(v)));
      texts_.Append(labels);
    }
    texts_.Append(")");
    return texts_.Hashes();
  }

  LaneHashes NextHashes(int64_t v) {
    texts_.Clear();
    AppendSorted(predecessors_[v], "", "", "|");
    AppendSorted(successors_[v], "", "", "|");
    texts_.Append(hashes_[v]);
    return texts_.Hashes();
  }

  // Appends the vertices' hashes, in each lane in their own order.
  void AppendSorted(const Vertices& vertices, absl::string_view before, absl::string_view between,
                    absl::string_view behind) {
    std::array<LaneHashes, kMaxNumVertices> sorted;
    for (int64_t lane = 0; lane < kNumLanes; ++lane) {
      for (int64_t i = 0; i < vertices.size; ++i) {
        const Hex& hash = hashes_[vertices.items[i]][lane];
        int64_t place = i;
        for (; place > 0 && hash < sorted[place - 1][lane]; --place) sorted[place][lane] = sorted[place - 1][lane];
        sorted[place][lane] = hash;
      }
    }
    texts_.Append(before);
    for (int64_t i = 0; i < vertices.size; ++i) {
      if (i > 0) texts_.Append(between);
      texts_.Append(sorted[i]);
    }
    texts_.Append(behind);
  }

  const Cell graph_;
  std::array<Vertices, kMaxNumVertices> predecessors_;
  std::array<Vertices, kMaxNumVertices> successors_;
  Vertices all_;
  LaneTexts texts_;
  std::array<LaneHashes, kMaxNumVertices> hashes_;
  std::array<LaneHashes, kMaxNumVertices> next_hashes_;
};

bool HaveOneGraph(const Cell& a, const Cell& b) { return a.edges == b.edges && a.num_vertices == b.num_vertices; }

}  // namespace

std::string ToString(const CellKey& key) {
  const Hex hex = ToHex(key.bytes);
  return std::string(hex.data(), hex.size());
}

absl::StatusOr<CellKey> ParseCellKey(absl::string_view text) {
  const auto is_digit = [](char c) { return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f'); };
  if (static_cast<int64_t>(text.size()) != kHexSize || !std::all_of(text.begin(), text.end(), is_digit)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" is no key: 32 digits of 0 to 9 and a to f are wanted"));
  }
  const std::string bytes = absl::HexStringToBytes(text);
  CellKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
  return key;
}

CellKey KeyOf(const Cell& cell) { return GraphHasher(cell).Keys({&cell, 1})[0]; }

std::vector<CellKey> KeysOf(absl::Span<const Cell> cells) {
  std::vector<CellKey> keys;
  keys.reserve(cells.size());
  for (size_t begin = 0; begin < cells.size();) {
    size_t end = begin + 1;
    while (end < cells.size() && end < begin + kNumLanes && HaveOneGraph(cells[begin], cells[end])) ++end;
    const std::array<CellKey, kNumLanes> lanes = GraphHasher(cells[begin]).Keys(cells.subspan(begin, end - begin));
    keys.insert(keys.end(), lanes.begin(), lanes.begin() + (end - begin));
    begin = end;
  }
  return keys;
}

CellKeyIndex::CellKeyIndex(absl::Span<const Cell> cells) : keys_(KeysOf(cells)), by_key_(cells.size()) {
  std::iota(by_key_.begin(), by_key_.end(), 0);
  std::sort(by_key_.begin(), by_key_.end(), [&](int32_t i, int32_t j) { return keys_[i] < keys_[j]; });
}

std::optional<int64_t> CellKeyIndex::Find(const CellKey& key) const {
  const auto found = std::lower_bound(by_key_.begin(), by_key_.end(), key,
                                      [&](int32_t index, const CellKey& k) { return keys_[index] < k; });
  if (found == by_key_.end() || keys_[*found] != key) return std::nullopt;
  return *found;
}

}  // namespace duet::nasbench101
