#include "ui/logs/highlight_rules.h"

#include "models/core/json.h"
#include "ui/style/terminal_colors.h"

#include <QSettings>

#include <algorithm>
#include <array>

namespace podwright::ui::logs {
namespace {

using core::Json;

constexpr size_t mostRules = 100;

QString keyOf(const QString &task)
{
    return QStringLiteral("logs/highlights/") +
           (task.isEmpty() ? QStringLiteral("_") : QString(task).replace(u'/', u'_'));
}

} // namespace

QColor highlightColour(int number)
{
    constexpr std::array colours{5, 6, 2, 3, 4, 1}; // magenta, cyan, green, yellow, blue, red
    return style::terminalColor(colours[static_cast<size_t>(std::clamp(number, 0, highlightColours - 1))]);
}

std::vector<HighlightRule> loadHighlights(const QString &task)
{
    std::vector<HighlightRule> rules;
    const Json kept = core::parseJson(QSettings().value(keyOf(task)).toString().toStdString());
    for (const Json &rule : kept.is_array() ? kept : Json::array()) {
        if (rules.size() == mostRules)
            break;
        rules.push_back(
            {{QString::fromStdString(core::textAt(rule, {"text"})), core::at(rule, {"regex"}) == true,
              core::at(rule, {"case"}) == true},
             static_cast<int>(std::clamp<long long>(core::intAt(rule, {"colour"}), 0, highlightColours - 1))});
    }
    return rules;
}

void saveHighlights(const QString &task, const std::vector<HighlightRule> &rules)
{
    Json kept = Json::array();
    for (const HighlightRule &rule : rules)
        kept.push_back({{"text", rule.query.text.toStdString()},
                        {"regex", rule.query.isRegex},
                        {"case", rule.query.isCaseSensitive},
                        {"colour", rule.colour}});
    QSettings().setValue(keyOf(task), QString::fromStdString(kept.dump()));
}

std::vector<LineDecor::Highlight> compileHighlights(const std::vector<HighlightRule> &rules)
{
    std::vector<LineDecor::Highlight> highlights;
    for (const HighlightRule &rule : rules)
        if (auto matcher = podwright::logs::Matcher::compile(rule.query); matcher && !matcher->isEmpty())
            highlights.push_back({std::move(*matcher), highlightColour(rule.colour)});
    return highlights;
}

} // namespace podwright::ui::logs
