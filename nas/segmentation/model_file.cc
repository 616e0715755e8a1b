#include "nas/segmentation/model_file.h"

#include <cmath>
#include <cstdint>

#include "Eigen/Core"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/images/resize.h"
#include "datasets/segmentation_networks/layers.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "nas/segmentation/model.pb.h"

namespace duet::segmentation {
namespace {

constexpr int kModelVersion = 1;

absl::StatusOr<std::string> ToHalf(absl::Span<const float> values) {
  std::string bytes;
  bytes.reserve(2 * values.size());
  for (const float value : values) {
    const Eigen::half half(value);
    if (!(Eigen::numext::isfinite)(half)) {
      return absl::InvalidArgumentError(absl::StrCat("a weight of ", value, " is beyond half precision"));
    }
    const auto bits = Eigen::numext::bit_cast<uint16_t>(half);
    bytes.push_back(static_cast<char>(bits & 0xff));
    bytes.push_back(static_cast<char>(bits >> 8));
  }
  return bytes;
}

std::vector<float> FromHalf(absl::string_view bytes) {
  std::vector<float> values(bytes.size() / 2);
  for (size_t i = 0; i < values.size(); ++i) {
    const auto low = static_cast<uint8_t>(bytes[2 * i]), high = static_cast<uint8_t>(bytes[2 * i + 1]);
    values[i] = static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(static_cast<uint16_t>(high << 8 | low)));
  }
  return values;
}

bool AreFinite(const std::vector<float>& values) {
  for (const float value : values) {
    if (!std::isfinite(value)) return false;
  }
  return true;
}

absl::Status Because(absl::string_view path, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", reason));
}

}  // namespace

absl::StatusOr<SegmentationModel> SegmentationModel::Read(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  Model model;
  if (!model.ParseFromString(bytes)) return Because(path, "not a segmentation model");
  if (model.version() != kModelVersion) {
    return Because(path, absl::StrCat("a model of version ", model.version(), ", not ", kModelVersion));
  }
  const auto layers = LayersByName(model.network());
  if (!layers.ok()) return Because(path, layers.status().message());
  std::vector<LayerWeights> weights;
  for (const Model::Layer& layer : model.layers()) {
    weights.push_back({FromHalf(layer.weight()), FromHalf(layer.bias())});
    if (!AreFinite(weights.back().weight) || !AreFinite(weights.back().bias)) {
      return Because(path, "a weight is not finite");
    }
  }
  auto inference = Inference::Create(*layers, weights);
  if (!inference.ok()) return Because(path, inference.status().message());
  ModelProvenance provenance;
  for (const Model::Entry& entry : model.provenance()) provenance.emplace_back(entry.name(), entry.value());
  return SegmentationModel(model.network(), {layers->image.width, layers->image.height}, std::move(provenance),
                           *std::move(inference));
}

absl::StatusOr<std::vector<float>> SegmentationModel::Segment(const images::Image& rgb) const {
  RETURN_IF_ERROR(images::CheckImage(rgb));
  if (rgb.channels != 3) {
    return absl::InvalidArgumentError(absl::StrCat("the image has ", rgb.channels, " channels, not 3"));
  }
  if (rgb.width <= 2 * resolution_.width && rgb.height <= 2 * resolution_.height) {
    return inference_.Segment(rgb.pixels, rgb.width, rgb.height);
  }
  const images::Image small = images::Resize(rgb, resolution_.width, resolution_.height);
  ASSIGN_OR_RETURN(const std::vector<float> alpha, inference_.Segment(small.pixels, small.width, small.height));
  return images::ResizePlane(alpha, {small.width, small.height}, {rgb.width, rgb.height});
}

absl::Status WriteModel(absl::string_view path, absl::string_view network, const std::vector<LayerWeights>& weights,
                        const ModelProvenance& provenance) {
  ASSIGN_OR_RETURN(const LayerList layers, LayersByName(network));
  RETURN_IF_ERROR(Inference::Create(layers, weights).status());
  Model model;
  model.set_version(kModelVersion);
  model.set_network(std::string(network));
  for (const auto& [name, value] : provenance) {
    Model::Entry& entry = *model.add_provenance();
    entry.set_name(name);
    entry.set_value(value);
  }
  for (const LayerWeights& layer : weights) {
    Model::Layer& saved = *model.add_layers();
    ASSIGN_OR_RETURN(*saved.mutable_weight(), ToHalf(layer.weight));
    ASSIGN_OR_RETURN(*saved.mutable_bias(), ToHalf(layer.bias));
  }
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    model.SerializeToCodedStream(&coded);
  }
  return WriteFileAtomically(path, bytes);
}

}  // namespace duet::segmentation
