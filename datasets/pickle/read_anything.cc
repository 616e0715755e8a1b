#include "datasets/pickle/read_anything.h"

#include <string>

#include "datasets/pickle/data_frame.h"
#include "datasets/pickle/numpy.h"
#include "datasets/pickle/pickle.h"
#include "datasets/pickle/torch_archive.h"

namespace duet::pickle {
namespace {

Limits SmallLimits() {
  Limits limits;
  limits.max_bytes = 1 << 20;
  limits.max_objects = 1 << 14;
  limits.max_memo = 1 << 12;
  limits.max_stack = 1 << 12;
  return limits;
}

// Tries every value of the document as everything that can be read from one.
void ReadValues(const Document& document) {
  for (ValueId id = 0; id < document.num_values(); ++id) {
    (void)document.GetNumber(id);
    (void)document.GetItem(id, "values");
    (void)ReadNumpyScalar(document, id);
    (void)ReadShape(document, id);
    const absl::StatusOr<NumpyArray> array = ReadNumpyArray(document, id);
    if (array.ok()) (void)array->AsDoubles();
  }
}

}  // namespace

bool ReadAnything(absl::string_view bytes) {
  std::vector<absl::string_view> globals = DataFrameGlobals();
  // What the torch reader allows, so that its pickles can be tried without their archive too.
  for (const absl::string_view global :
       {"collections OrderedDict", "torch LongStorage", "torch FloatStorage", "torch._utils _rebuild_tensor_v2"}) {
    globals.push_back(global);
  }
  bool is_read = false;
  const absl::StatusOr<Document> document = Document::Parse(std::string(bytes), globals, SmallLimits());
  if (document.ok()) {
    is_read = true;
    ReadValues(*document);
    (void)ReadDataFrame(*document);
  }
  const absl::StatusOr<TorchArchive> archive = TorchArchive::Read(std::string(bytes), SmallLimits());
  if (archive.ok()) {
    is_read = true;
    for (ValueId id = 0; id < archive->document().num_values(); ++id) (void)archive->ReadTensor(id);
  }
  return is_read;
}

}  // namespace duet::pickle
