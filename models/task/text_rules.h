#pragma once

#include <QString>

#include <string_view>

// The forms that Kubernetes demands of names. Each gives what is wrong, as the end of a sentence, or an empty text.
namespace podwright::task {

QString dnsLabelFault(std::string_view text);      // namespaces, containers, volumes: at most 63
QString dnsSubdomainFault(std::string_view text);  // pods, secrets, config maps, service accounts: at most 253
QString qualifiedNameFault(std::string_view text); // keys of labels, annotations, taints, resources: [prefix/]name
QString labelValueFault(std::string_view text);
QString variableNameFault(std::string_view text); // environment variables, the strict form that every server takes
QString dataKeyFault(std::string_view text);      // keys of secrets and config maps
QString portNameFault(std::string_view text);

} // namespace podwright::task
