#include "datasets/convert/nasbench101_format.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/graph_hash.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/published.h"
#include "datasets/pickle/pickle.h"
#include "datasets/pickle/torch_archive.h"

namespace duet::datasets {
namespace {

using nasbench101::PublishedCell;
using CellsByKey = std::map<std::string, PublishedCell>;

constexpr double kPercent = 100;

// The label of a vertex that is not there; data-1k.json has it so.
constexpr int kPadding = -3;

// The key of a padded graph, its padding left out. `edge(i, j)`: whether there is one.
template <typename Edge>
std::string KeyOfPadded(const std::vector<int>& labels, const Edge& edge) {
  std::vector<size_t> kept;
  std::vector<int> kept_labels;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == kPadding) continue;
    kept.push_back(i);
    kept_labels.push_back(labels[i]);
  }
  std::vector<std::vector<bool>> adjacency(kept.size(), std::vector<bool>(kept.size()));
  for (size_t i = 0; i < kept.size(); ++i) {
    for (size_t j = 0; j < kept.size(); ++j) adjacency[i][j] = edge(kept[i], kept[j]);
  }
  return GraphHash(adjacency, kept_labels);
}

// Returns how many cells the file has.
absl::StatusOr<int64_t> AddJson(const PinnedFile& file, CellsByKey& cells) {
  int64_t num_cells = 0;
  try {
    const nlohmann::json root = nlohmann::json::parse(file.contents);
    const nlohmann::json& keys = root.at("key");
    num_cells = static_cast<int64_t>(keys.size());
    for (size_t i = 0; i < keys.size(); ++i) {
      PublishedCell cell;
      cell.set_key(keys.at(i).get<std::string>());
      const auto accuracy_pct = [&](const char* name) { return kPercent * root.at(name).at(i).get<double>(); };
      cell.set_validation_accuracy_4_epochs_pct(accuracy_pct("4_final_validation_accuracy"));
      cell.set_validation_accuracy_12_epochs_pct(accuracy_pct("12_final_validation_accuracy"));
      cell.set_validation_accuracy_36_epochs_pct(accuracy_pct("36_final_validation_accuracy"));
      cell.set_validation_accuracy_108_epochs_pct(accuracy_pct("108_final_validation_accuracy"));
      cell.set_training_time_s(root.at("final_training_time").at(i));
      cell.set_num_params(root.at("trainable_parameters").at(i));
      if (root.contains("adjacency")) {
        const nlohmann::json& adjacency = root.at("adjacency").at(i);
        const std::string hash =
            KeyOfPadded(root.at("operations").at(i).get<std::vector<int>>(),
                        [&](size_t from, size_t to) { return adjacency.at(from).at(to).get<double>() != 0; });
        if (hash != cell.key()) {
          return absl::InvalidArgumentError(absl::StrCat("the graph of ", cell.key(), " has the hash ", hash));
        }
      }
      const auto [known, is_new] = cells.emplace(cell.key(), cell);
      if (!is_new && known->second.SerializeAsString() != cell.SerializeAsString()) {
        return absl::InvalidArgumentError(absl::StrCat("other numbers for ", cell.key(), " than in another file"));
      }
    }
  } catch (const nlohmann::json::exception& error) {
    return absl::InvalidArgumentError(error.what());
  }
  return num_cells;
}

// (adjacency [N, 7, 7], nodes [N, 7], energy in kWh [N], parameters [N]). Returns how many cells the file has.
absl::StatusOr<int64_t> AddEnergies(const PinnedFile& file, CellsByKey& cells) {
  ASSIGN_OR_RETURN(const pickle::TorchArchive archive, pickle::TorchArchive::Read(file.contents));
  const pickle::Document& document = archive.document();
  ASSIGN_OR_RETURN(const pickle::Tuple* root, document.Get<pickle::Tuple>(document.root()));
  if (root->items.size() != 4) return absl::InvalidArgumentError(absl::StrCat(root->items.size(), " tensors, not 4"));
  std::array<pickle::Tensor, 4> tensors;
  for (size_t i = 0; i < tensors.size(); ++i) {
    ASSIGN_OR_RETURN(tensors[i], archive.ReadTensor(root->items[i]));
  }
  const pickle::Tensor& adjacency = tensors[0];
  const pickle::Tensor& nodes = tensors[1];
  const pickle::Tensor& energy_kwh = tensors[2];
  const pickle::Tensor& num_params = tensors[3];
  if (nodes.shape.size() != 2) return absl::InvalidArgumentError("the nodes are no matrix");
  const int64_t num_cells = nodes.shape[0];
  const int64_t num_vertices = nodes.shape[1];
  const std::vector<int64_t> per_cell = {num_cells};
  if (adjacency.shape != std::vector<int64_t>{num_cells, num_vertices, num_vertices} || energy_kwh.shape != per_cell ||
      num_params.shape != per_cell) {
    return absl::InvalidArgumentError("the tensors are not of one number of cells");
  }
  // By the file's own: 0 padding, 1 input, 2 conv1x1, 3 conv3x3, 4 maxpool, 5 output.
  constexpr std::array<int, 6> kLabels = {kPadding,
                                          kInputLabel,
                                          static_cast<int>(nasbench101::Op::kConv1x1),
                                          static_cast<int>(nasbench101::Op::kConv3x3),
                                          static_cast<int>(nasbench101::Op::kMaxPool3x3),
                                          kOutputLabel};
  for (int64_t c = 0; c < num_cells; ++c) {
    std::vector<int> labels;
    for (int64_t v = 0; v < num_vertices; ++v) {
      const double node = nodes.values[c * num_vertices + v];
      if (!(node >= 0 && node < kLabels.size())) return absl::InvalidArgumentError(absl::StrCat("the node ", node));
      labels.push_back(kLabels[static_cast<size_t>(node)]);
    }
    const std::string key = KeyOfPadded(labels, [&](size_t from, size_t to) {
      return adjacency.values[(c * num_vertices + from) * num_vertices + to] != 0;
    });
    const auto found = cells.find(key);
    if (found == cells.end()) return absl::NotFoundError(absl::StrCat("graph ", c, ", of key ", key, ", is not known"));
    PublishedCell& cell = found->second;
    if (cell.has_training_energy_kwh()) return absl::AlreadyExistsError(absl::StrCat("two energies of ", key));
    if (cell.num_params() != static_cast<int64_t>(num_params.values[c])) {
      return absl::InvalidArgumentError(
          absl::StrCat(num_params.values[c], " parameters of ", key, ", which has ", cell.num_params()));
    }
    cell.set_training_energy_kwh(energy_kwh.values[c]);
  }
  return num_cells;
}

}  // namespace

absl::StatusOr<nasbench101::PublishedTable> ConvertNasBench101(absl::Span<const PinnedFile> files) {
  nasbench101::PublishedTable table;
  table.set_schema_version(nasbench101::kPublishedSchemaVersion);
  CellsByKey cells;
  // Energies are added to cells, so that those come first whatever the order of the files.
  for (const bool is_energy : {false, true}) {
    for (const PinnedFile& file : files) {
      if (absl::EndsWith(file.pin.file, ".pt") != is_energy) continue;
      const absl::StatusOr<int64_t> num_cells = is_energy ? AddEnergies(file, cells) : AddJson(file, cells);
      if (!num_cells.ok()) {
        return absl::Status(num_cells.status().code(), absl::StrCat(file.pin.file, ": ", num_cells.status().message()));
      }
      nasbench101::Source& source = *table.add_sources();
      source.set_file(file.pin.file);
      source.set_sha256(file.pin.sha256);
      source.set_licence(file.pin.licence);
      source.set_url(file.pin.url);
      source.set_num_cells(*num_cells);
    }
  }
  for (auto& [key, cell] : cells) *table.add_cells() = std::move(cell);
  RETURN_IF_ERROR(nasbench101::CheckPublishedTable(table));
  return table;
}

}  // namespace duet::datasets
