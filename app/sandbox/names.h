#pragma once

#include <string>
#include <vector>

namespace podwright::sandbox {

// What is wrong with a text used as a name, in the words of the API; empty when nothing is.
using Complaints = std::vector<std::string>;

Complaints dnsLabel(const std::string &text);
Complaints dnsSubdomain(const std::string &text);
Complaints dnsService(const std::string &text); // DNS-1035
Complaints qualifiedName(const std::string &text);
Complaints labelValue(const std::string &text);
Complaints environmentName(const std::string &text);
Complaints configKey(const std::string &text);
Complaints portName(const std::string &text);
Complaints headerName(const std::string &text);

} // namespace podwright::sandbox
