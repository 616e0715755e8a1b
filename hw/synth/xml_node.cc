#include "hw/synth/xml_node.h"

#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "boost/property_tree/ptree.hpp"
#include "boost/property_tree/xml_parser.hpp"

namespace duet::hw {
namespace {

using boost::property_tree::ptree;

XmlNode NodeOf(const std::string& tag, const ptree& tree) {
  XmlNode node;
  node.tag = tag;
  for (const auto& [name, child] : tree) {
    if (name == "<xmlattr>") {
      for (const auto& [key, value] : child) node.attributes[key] = value.data();
    } else if (name != "<xmlcomment>") {
      node.children.push_back(NodeOf(name, child));
    }
  }
  return node;
}

}  // namespace

const std::string& XmlNode::Attribute(const std::string& name) const {
  static const auto& none = *new std::string;
  const auto attribute = attributes.find(name);
  return attribute == attributes.end() ? none : attribute->second;
}

absl::StatusOr<XmlNode> ParseXml(absl::string_view text) {
  ptree tree;
  std::istringstream stream((std::string(text)));
  try {
    boost::property_tree::read_xml(stream, tree, boost::property_tree::xml_parser::trim_whitespace);
  } catch (const boost::property_tree::xml_parser_error& error) {
    return absl::InvalidArgumentError(absl::StrCat("not XML: line ", error.line(), ": ", error.message()));
  }
  XmlNode document = NodeOf("", tree);
  if (document.children.empty()) return absl::InvalidArgumentError("not XML: no element");
  return std::move(document.children.front());
}

}  // namespace duet::hw
