#include "datasets/timit/labelled_speech.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/sound.h"
#include "datasets/timit/phones.h"

namespace duet::timit {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kCoreTest[] = {"mdab0", "mwbt0", "felc0", "mtas1", "mwew0", "fpas0", "mjmp0", "mlnt0",
                                           "fpkt0", "mlll0", "mtls0", "fjlm0", "mbpm0", "mklt0", "fnlp0", "mcmj0",
                                           "mjdh0", "fmgd0", "mgrt0", "mnjm0", "fdhc0", "mjln0", "mpam0", "fmld0"};
constexpr absl::string_view kDevelopment[] = {
    "faks0", "fdac1", "fjem0", "mgwt0", "mjar0", "mmdb1", "mmdm2", "mpdf0", "fcmh0", "fkms0", "mbdg0", "mbwm0", "mcsh0",
    "fadg0", "fdms0", "fedw0", "mgjf0", "mglb0", "mrtk0", "mtaa0", "mtdt0", "mthc0", "mwjg0", "fnmr0", "frew0", "fsem0",
    "mbns0", "mmjr0", "mdls0", "mdlf0", "mdvc0", "mers0", "fmah0", "fdrw0", "mrcs0", "mrjm4", "fcal1", "mmwh0", "fjsj0",
    "majc0", "mjsw0", "mreb0", "fgjd0", "fjmg0", "mroa0", "mteb0", "mjfc0", "mrjr0", "fmml0", "mrws1"};

bool IsIn(absl::Span<const absl::string_view> speakers, absl::string_view speaker) {
  return std::find(speakers.begin(), speakers.end(), speaker) != speakers.end();
}

// One recording, with names in small letters and paths as they are.
struct Recording {
  std::string split;     // "train", ...
  std::string speaker;   // the folder it is in
  std::string sentence;  // the name without extension
  std::string wav, phn, txt;
};

// The recordings below `root` that are in a folder train, val, validation or test, in the order of their names.
absl::StatusOr<std::vector<Recording>> FindRecordings(const std::string& root) {
  std::error_code error;
  std::map<std::string, Recording> by_name;
  for (fs::recursive_directory_iterator it(root, fs::directory_options::follow_directory_symlink, error), end;
       !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (!it->is_regular_file(ignored)) continue;
    const std::string name = absl::AsciiStrToLower(fs::path(it->path()).lexically_relative(root).generic_string());
    const std::vector<std::string> parts = absl::StrSplit(name, '/');
    const auto split = std::find_if(parts.begin(), parts.end() - 1, [](const std::string& part) {
      return part == "train" || part == "val" || part == "validation" || part == "test";
    });
    if (split == parts.end() - 1) continue;
    const std::string extension = fs::path(name).extension().string();
    // Some copies of TIMIT have SX127.WAV.wav, the same sound, beside SX127.WAV.
    absl::string_view stem_view(name);
    stem_view.remove_suffix(extension.size());
    const std::string stem(absl::StripSuffix(stem_view, ".wav"));
    Recording& recording = by_name[stem];
    recording.split = *split == "val" ? "validation" : *split;
    recording.speaker = *(parts.end() - 2);
    recording.sentence = fs::path(stem).filename().string();
    if (extension == ".wav") recording.wav = it->path().string();
    if (extension == ".phn") recording.phn = it->path().string();
    if (extension == ".txt") recording.txt = it->path().string();
  }
  if (error) return absl::NotFoundError(absl::StrCat(root, ": ", error.message()));
  std::vector<Recording> recordings;
  for (auto& [name, recording] : by_name) {
    if (!recording.wav.empty()) recordings.push_back(std::move(recording));
  }
  return recordings;
}

// What is said: the words of TIMIT's .TXT after its two numbers, or all of the file.
absl::StatusOr<std::string> ReadText(const std::string& path) {
  if (path.empty()) return std::string();
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  absl::string_view words = absl::StripAsciiWhitespace(text);
  const std::vector<absl::string_view> parts = absl::StrSplit(words, absl::MaxSplits(' ', 2));
  int64_t ignored;
  if (parts.size() == 3 && absl::SimpleAtoi(parts[0], &ignored) && absl::SimpleAtoi(parts[1], &ignored)) {
    words = parts[2];
  }
  return std::string(words);
}

absl::StatusOr<speech::Utterance> ReadUtterance(const Recording& recording) {
  if (recording.phn.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(recording.wav, " has no .phn file beside it"));
  }
  speech::Utterance utterance;
  utterance.id = absl::StrCat(recording.split, "/", recording.speaker, "/", recording.sentence);
  utterance.speaker = recording.speaker;
  ASSIGN_OR_RETURN(utterance.text, ReadText(recording.txt));
  ASSIGN_OR_RETURN(const speech::Sound sound, speech::ReadSound(recording.wav));
  ASSIGN_OR_RETURN(utterance.samples, speech::Resample(sound.samples, sound.sample_rate_hz, speech::kSampleRateHz));
  ASSIGN_OR_RETURN(const std::string labels, ReadFile(recording.phn));
  const absl::StatusOr<std::vector<LabelledPhone>> phones = ParsePhoneLabels(labels);
  if (!phones.ok()) {
    return absl::Status(phones.status().code(), absl::StrCat(recording.phn, ": ", phones.status().message()));
  }
  for (const LabelledPhone& phone : *phones) {
    if (phone.learned.empty()) continue;
    const int64_t start = phone.begin * speech::kSampleRateHz / sound.sample_rate_hz;
    if (start >= static_cast<int64_t>(utterance.samples.size())) {
      return absl::InvalidArgumentError(absl::StrCat(recording.phn, ": the phone ", phone.learned, " begins at sample ",
                                                     phone.begin, ", the sound has ", sound.samples.size()));
    }
    utterance.phones.push_back(phone.learned);
    utterance.phone_starts.push_back(start);
  }
  return utterance;
}

absl::StatusOr<speech::Corpus> ReadRecordings(const std::string& path, const std::vector<Recording>& recordings) {
  speech::Corpus corpus;
  for (const Recording& recording : recordings) {
    ASSIGN_OR_RETURN(speech::Utterance utterance, ReadUtterance(recording));
    std::vector<speech::Utterance>& split = recording.split == "train"        ? corpus.train
                                            : recording.split == "validation" ? corpus.validation
                                                                              : corpus.test;
    split.push_back(std::move(utterance));
  }
  if (corpus.train.empty() && corpus.test.empty()) {
    return absl::NotFoundError(absl::StrCat(path, ": no .wav file to train or test with in a folder train or test"));
  }
  return corpus;
}

}  // namespace

absl::StatusOr<std::vector<LabelledPhone>> ParsePhoneLabels(absl::string_view text) {
  std::vector<LabelledPhone> phones;
  int64_t number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    const auto malformed = [&](absl::string_view what) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", what));
    };
    const std::vector<absl::string_view> fields = absl::StrSplit(line, absl::ByAnyChar(" \t\r"), absl::SkipEmpty());
    if (fields.empty()) continue;
    LabelledPhone phone;
    if (fields.size() != 3 || !absl::SimpleAtoi(fields[0], &phone.begin) || !absl::SimpleAtoi(fields[1], &phone.end)) {
      return malformed("it is not \"<first sample> <end sample> <phone>\"");
    }
    if (phone.begin < 0 || phone.end < phone.begin || phone.end > int64_t{1} << 40 ||
        (!phones.empty() && phone.begin < phones.back().begin)) {
      return malformed(absl::StrCat("a phone from sample ", phone.begin, " to ", phone.end));
    }
    const std::string name = absl::AsciiStrToLower(fields[2]);
    if (const Phone* timit = FindPhone(name); timit != nullptr) {
      phone.learned = std::string(timit->learned);
    } else if (IsLearnedPhone(name)) {
      phone.learned = name;
    } else {
      return malformed(absl::StrCat("\"", fields[2], "\" is no phone of TIMIT's"));
    }
    phones.push_back(std::move(phone));
  }
  return phones;
}

absl::Span<const absl::string_view> CoreTestSpeakers() { return kCoreTest; }
absl::Span<const absl::string_view> DevelopmentSpeakers() { return kDevelopment; }

absl::StatusOr<speech::Corpus> ReadTimit(absl::string_view path) {
  const std::string root(path);
  ASSIGN_OR_RETURN(std::vector<Recording> all, FindRecordings(root));
  const bool has_validation =
      std::any_of(all.begin(), all.end(), [](const Recording& recording) { return recording.split == "validation"; });
  std::vector<Recording> recordings;
  for (Recording& recording : all) {
    if (recording.sentence == "sa1" || recording.sentence == "sa2") continue;
    if (!has_validation && recording.split == "test") {
      if (IsIn(kDevelopment, recording.speaker)) {
        recording.split = "validation";
      } else if (!IsIn(kCoreTest, recording.speaker)) {
        continue;
      }
    }
    recordings.push_back(std::move(recording));
  }
  ASSIGN_OR_RETURN(speech::Corpus corpus, ReadRecordings(root, recordings));
  corpus.name = "timit";
  return corpus;
}

absl::StatusOr<speech::Corpus> ReadLabelledFolders(absl::string_view path) {
  const std::string root(path);
  ASSIGN_OR_RETURN(const std::vector<Recording> recordings, FindRecordings(root));
  ASSIGN_OR_RETURN(speech::Corpus corpus, ReadRecordings(root, recordings));
  corpus.name = fs::path(root).lexically_normal().filename().string();
  corpus.proxy_reason = "recordings of the user's, not TIMIT";
  return corpus;
}

}  // namespace duet::timit
