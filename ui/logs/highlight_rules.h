#pragma once

#include "ui/logs/shown_line.h"

#include <QString>

#include <vector>

namespace podwright::ui::logs {

// What the reader wants to see in colour in the logs of a task.
struct HighlightRule
{
    podwright::logs::SearchQuery query;
    int colour = 0; // 0 to highlightColours - 1
    bool operator==(const HighlightRule &) const = default;
};

constexpr int highlightColours = 6;
QColor highlightColour(int number); // in the theme shown

// Kept in the settings under the task's name; patterns that do not compile are left out of the highlights.
std::vector<HighlightRule> loadHighlights(const QString &task);
void saveHighlights(const QString &task, const std::vector<HighlightRule> &rules);
std::vector<LineDecor::Highlight> compileHighlights(const std::vector<HighlightRule> &rules);

} // namespace podwright::ui::logs
