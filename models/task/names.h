#pragma once

#include "models/core/result.h"

#include <string>
#include <string_view>

namespace podwright::task {

// Names and label values as KPO derives them. All texts are UTF-8.

constexpr size_t maximumGivenNameLength = 220; // characters
constexpr size_t maximumPodNameLength = 63;
constexpr size_t nameSuffixLength = 8;

// What Airflow takes for a key: word characters of any script, dots and hyphens; a line's end may stand at the end.
bool isAirflowKey(std::string_view text);

// The argument `name` as it is sent: lower case, every run of other characters than a-z, 0-9 and "-" made one hyphen;
// hyphens at the ends stay. Errors: Invalid when empty, too long, or with other than word characters, dots, hyphens.
core::Result<std::string> sanitizeName(std::string_view name);

// The text as python-slugify writes it: lower-case ASCII words joined by single hyphens. Scripts that are not covered
// (see toLowerLatin) give less than the real one.
std::string slugify(std::string_view text);

// The pod's name for a task without `name`: slug of the task id, cut to 63, without dots and hyphens at the ends.
std::string nameFromTaskId(std::string_view taskId);

// Cuts the name so that "-" and the suffix fit into 63 characters, strips "-" and "." from both of its ends, joins.
std::string withNameSuffix(std::string_view name, std::string_view suffix);

// A label value as Airflow makes it from any text: forbidden characters removed; when that changed something, or the
// text is longer than 63, cut to 53 and told apart by the start of the text's MD5. May still be invalid for a text
// without any letter or digit.
std::string labelSafe(std::string_view value);

} // namespace podwright::task
