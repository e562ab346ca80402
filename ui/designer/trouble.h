#pragma once

#include "models/core/error.h"
#include "ui/widgets/message_bar.h"

#include <functional>
#include <string>

namespace podwright::ui::designer {

using GoToField = std::function<void(const std::string &pointer)>;

// Why something of a task cannot be shown. With a way to the field at fault, where the error names one.
widgets::Message troubleOf(const core::Error &error, const GoToField &goTo);

} // namespace podwright::ui::designer
