#pragma once

#include "models/preflight/why.h"
#include "models/session/run_item.h"
#include "ui/widgets/message_bar.h"

namespace podwright::ui::runs {

// Why the run does not do what it is meant to, of all that is at hand. Nothing: it does, or it is too early to tell, or
// somebody has stopped it.
std::optional<preflight::Explanation> whyOf(session::RunItem &item, const QDateTime &now);

// Which fields of its task the places of the run's pod come from.
preflight::Origins originsOf(const podwright::runs::RunState &state);

// For the message bar, without actions.
widgets::Message messageOf(const preflight::Explanation &why, bool isOver);

} // namespace podwright::ui::runs
