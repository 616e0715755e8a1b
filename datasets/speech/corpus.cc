#include "datasets/speech/corpus.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.pb.h"

namespace duet::speech {
namespace {

constexpr int kSchemaVersion = 1;
constexpr float kFullScale = 32'768;

absl::Status CheckUtterance(const Utterance& utterance) {
  const auto error = [&](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("utterance \"", utterance.id, "\" ", what));
  };
  if (utterance.id.empty()) return error("has no id");
  if (utterance.samples.empty()) return error("has no samples");
  if (utterance.phones.empty()) return error("has no phones");
  for (const float sample : utterance.samples) {
    if (!std::isfinite(sample)) return error("has a sample that is no number");
  }
  const std::vector<int64_t>& starts = utterance.phone_starts;
  if (starts.empty()) return absl::OkStatus();
  if (starts.size() != utterance.phones.size()) {
    return error(absl::StrCat("has ", starts.size(), " starts for ", utterance.phones.size(), " phones"));
  }
  if (!std::is_sorted(starts.begin(), starts.end())) return error("has a phone that starts before the one before it");
  if (starts.front() < 0 || starts.back() >= static_cast<int64_t>(utterance.samples.size())) {
    return error(absl::StrCat("has phones from sample ", starts.front(), " to ", starts.back(), " of ",
                              utterance.samples.size()));
  }
  return absl::OkStatus();
}

UtteranceProto ToProto(const Utterance& utterance) {
  UtteranceProto proto;
  proto.set_id(utterance.id);
  proto.set_speaker(utterance.speaker);
  proto.set_text(utterance.text);
  std::string& bytes = *proto.mutable_samples();
  bytes.reserve(2 * utterance.samples.size());
  for (const float sample : utterance.samples) {
    const int value = static_cast<int>(std::lrint(std::clamp(sample * kFullScale, -kFullScale, kFullScale - 1)));
    bytes.push_back(static_cast<char>(value & 0xff));
    bytes.push_back(static_cast<char>((value >> 8) & 0xff));
  }
  proto.mutable_phones()->Assign(utterance.phones.begin(), utterance.phones.end());
  proto.mutable_phone_starts()->Assign(utterance.phone_starts.begin(), utterance.phone_starts.end());
  return proto;
}

absl::StatusOr<Utterance> FromProto(const UtteranceProto& proto) {
  Utterance utterance;
  utterance.id = proto.id();
  utterance.speaker = proto.speaker();
  utterance.text = proto.text();
  const std::string& bytes = proto.samples();
  if (bytes.size() % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("utterance \"", proto.id(), "\" has ", bytes.size(), " bytes of 16-bit samples"));
  }
  utterance.samples.reserve(bytes.size() / 2);
  for (size_t i = 0; i < bytes.size(); i += 2) {
    const auto low = static_cast<uint8_t>(bytes[i]);
    const auto high = static_cast<uint8_t>(bytes[i + 1]);
    utterance.samples.push_back(static_cast<int16_t>(low | high << 8) / kFullScale);
  }
  utterance.phones.assign(proto.phones().begin(), proto.phones().end());
  utterance.phone_starts.assign(proto.phone_starts().begin(), proto.phone_starts().end());
  return utterance;
}

absl::StatusOr<Corpus> CorpusFromProto(const CorpusProto& proto) {
  if (proto.schema_version() != kSchemaVersion) {
    return absl::InvalidArgumentError(absl::StrCat("the corpus is of schema version ", proto.schema_version(),
                                                   ", not of ", kSchemaVersion, ": make it again"));
  }
  Corpus corpus;
  corpus.name = proto.name();
  corpus.proxy_reason = proto.proxy_reason();
  const auto read = [](const auto& from, std::vector<Utterance>& to) -> absl::Status {
    for (const UtteranceProto& utterance_proto : from) {
      ASSIGN_OR_RETURN(Utterance utterance, FromProto(utterance_proto));
      to.push_back(std::move(utterance));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(read(proto.train(), corpus.train));
  RETURN_IF_ERROR(read(proto.validation(), corpus.validation));
  RETURN_IF_ERROR(read(proto.test(), corpus.test));
  RETURN_IF_ERROR(CheckCorpus(corpus));
  return corpus;
}

}  // namespace

absl::Status CheckCorpus(const Corpus& corpus) {
  std::set<absl::string_view> ids;
  for (const std::vector<Utterance>* set : {&corpus.train, &corpus.validation, &corpus.test}) {
    for (const Utterance& utterance : *set) {
      RETURN_IF_ERROR(CheckUtterance(utterance));
      if (!ids.insert(utterance.id).second) {
        return absl::InvalidArgumentError(absl::StrCat("utterance \"", utterance.id, "\" is there twice"));
      }
    }
  }
  return absl::OkStatus();
}

Corpus Join(std::vector<Corpus> corpora) {
  Corpus joined;
  const auto append_text = [](absl::string_view separator, absl::string_view text, std::string& to) {
    if (!text.empty()) absl::StrAppend(&to, to.empty() ? "" : separator, text);
  };
  const auto append = [](std::vector<Utterance>& from, std::vector<Utterance>& to) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  for (Corpus& corpus : corpora) {
    append_text(" + ", corpus.name, joined.name);
    append_text("; ", corpus.proxy_reason, joined.proxy_reason);
    append(corpus.train, joined.train);
    append(corpus.validation, joined.validation);
    append(corpus.test, joined.test);
  }
  return joined;
}

absl::StatusOr<Corpus> ReadCorpus(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  CorpusProto proto;
  if (!proto.ParseFromString(bytes)) return absl::InvalidArgumentError(absl::StrCat(path, ": not a corpus of speech"));
  absl::StatusOr<Corpus> corpus = CorpusFromProto(proto);
  if (!corpus.ok()) return absl::Status(corpus.status().code(), absl::StrCat(path, ": ", corpus.status().message()));
  return corpus;
}

absl::Status WriteCorpus(const Corpus& corpus, absl::string_view path) {
  RETURN_IF_ERROR(CheckCorpus(corpus));
  CorpusProto proto;
  proto.set_schema_version(kSchemaVersion);
  proto.set_name(corpus.name);
  proto.set_proxy_reason(corpus.proxy_reason);
  for (const Utterance& utterance : corpus.train) *proto.add_train() = ToProto(utterance);
  for (const Utterance& utterance : corpus.validation) *proto.add_validation() = ToProto(utterance);
  for (const Utterance& utterance : corpus.test) *proto.add_test() = ToProto(utterance);
  return WriteFileAtomically(path, proto.SerializeAsString());
}

}  // namespace duet::speech
