// XML as a tree: what Verilator writes with --xml-only.

#ifndef HW_SYNTH_XML_NODE_H_
#define HW_SYNTH_XML_NODE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::hw {

struct XmlNode {
  std::string tag;
  std::map<std::string, std::string> attributes;
  std::vector<XmlNode> children;  // elements; text is left out

  // The attribute of that name, or "".
  const std::string& Attribute(const std::string& name) const;
};

// The root element, or InvalidArgument with line and reason.
absl::StatusOr<XmlNode> ParseXml(absl::string_view text);

}  // namespace duet::hw

#endif  // HW_SYNTH_XML_NODE_H_
