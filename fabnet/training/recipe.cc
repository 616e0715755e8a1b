#include "fabnet/training/recipe.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace duet::fabnet {
namespace {

constexpr absl::string_view kModels[] = {"transformer", "fnet", "fabnet", "fabnet_half"};

struct Row {
  absl::string_view task;
  int64_t seq_len;
  int64_t hidden;
  int64_t feed_forward;
  int64_t num_blocks;
  double dropout;
  Pooling pooling;
  int64_t batch_size;
  double peak_learning_rate;
  int64_t num_warmup_steps;
  int64_t num_steps;
  int64_t eval_every;
};
constexpr Row kRows[] = {
    {"listops", 2048, 128, 256, 2, 0.1, Pooling::kMean, 32, 1e-4, 1000, 5000, 50},
    {"text", 1024, 256, 512, 2, 0.1, Pooling::kMean, 32, 1e-4, 8000, 20000, 500},
    {"retrieval", 4096, 1024, 1024, 2, 0.1, Pooling::kMean, 32, 1e-4, 800, 30000, 300},
    {"image", 1024, 64, 128, 1, 0.3, Pooling::kCls, 256, 5e-4, 175, 35000, 175},
    {"pathfinder", 1024, 64, 64, 6, 0.1, Pooling::kMean, 256, 1e-3, 312, 62400, 312},
};

absl::StatusOr<Row> FindRow(absl::string_view task) {
  for (const Row& row : kRows) {
    if (row.task == task) return row;
  }
  return absl::NotFoundError(absl::StrCat(
      "no recipe for task \"", task, "\"; known: ", absl::StrJoin(kRows, ", ", [](std::string* out, const Row& row) {
        absl::StrAppend(out, row.task);
      })));
}

void MakeBaseline(absl::string_view task, EncoderOptions& encoder) {
  encoder.hidden = 64;
  encoder.feed_forward = 128;
  encoder.num_blocks = 2;
  encoder.num_heads = 2;
  if (task == "pathfinder") encoder.feed_forward = 64;
  if (task != "image") return;
  encoder.hidden = 32;
  encoder.feed_forward = 64;
  encoder.num_blocks = 1;
  encoder.num_heads = 1;
  encoder.attention_dropout = 0.2;
}

}  // namespace

absl::Span<const absl::string_view> RecipeModels() { return kModels; }

absl::StatusOr<Recipe> FindRecipe(absl::string_view task, absl::string_view model) {
  const absl::StatusOr<Row> row = FindRow(task);
  if (!row.ok()) return row.status();
  Recipe recipe;
  recipe.train.batch_size = row->batch_size;
  recipe.train.num_steps = row->num_steps;
  recipe.train.num_warmup_steps = row->num_warmup_steps;
  recipe.train.eval_every = row->eval_every;
  recipe.train.peak_learning_rate = row->peak_learning_rate;
  EncoderOptions& encoder = recipe.encoder;
  encoder.seq_len = row->seq_len;
  encoder.hidden = row->hidden;
  encoder.feed_forward = row->feed_forward;
  encoder.num_blocks = row->num_blocks;
  encoder.dropout = row->dropout;
  encoder.pooling = row->pooling;
  if (model == "fabnet" || model == "fabnet_half") {
    encoder.family = Family::kFabnet;
    if (model == "fabnet_half") encoder.precision = Precision::kHalf;
    return recipe;
  }
  if (model != "transformer" && model != "fnet") {
    return absl::NotFoundError(
        absl::StrCat("no recipe for model \"", model, "\"; known: ", absl::StrJoin(kModels, ", ")));
  }
  encoder.family = model == "transformer" ? Family::kTransformer : Family::kFNet;
  MakeBaseline(task, encoder);
  return recipe;
}

}  // namespace duet::fabnet
