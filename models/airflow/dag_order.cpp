#include "models/airflow/dag_document.h"

#include "models/airflow/python_text.h"

#include <algorithm>

namespace podwright::airflow {

namespace {

using StepGroup = std::vector<size_t>;
using OrderLine = std::vector<StepGroup>; // each group before the next

std::string groupText(const StepGroup &group, std::span<const DagStep> steps)
{
    std::string text;
    for (const size_t step : group)
        text += (text.empty() ? "" : ", ") + steps[step].name;
    return group.size() == 1 ? text : "[" + text + "]";
}

std::string lineText(const OrderLine &line, std::span<const DagStep> steps)
{
    std::string text;
    for (const StepGroup &group : line)
        text += (text.empty() ? "    " : " >> ") + groupText(group, steps);
    return text;
}

bool isLong(const OrderLine &line, std::span<const DagStep> steps)
{
    return pythonWidth(lineText(line, steps)) > pythonLineLength;
}

// Steps that wait for the same ones share a line; Python cannot put a list before a list.
std::vector<OrderLine> pairs(std::span<const DagStep> steps)
{
    std::vector<OrderLine> lines;
    for (size_t i = 0; i < steps.size(); ++i) {
        const StepGroup &before = steps[i].upstream;
        if (before.empty())
            continue;
        const auto same = std::ranges::find_if(lines, [&](const OrderLine &line) { return line[0] == before; });
        if (before.size() > 1 || same == lines.end())
            lines.push_back({before, {i}});
        else
            same->at(1).push_back(i);
    }
    return lines;
}

std::vector<OrderLine> withoutLongLists(const std::vector<OrderLine> &lines, std::span<const DagStep> steps)
{
    std::vector<OrderLine> result;
    for (const OrderLine &line : lines) {
        if (!isLong(line, steps)) {
            result.push_back(line);
            continue;
        }
        for (const size_t before : line[0])
            for (const size_t after : line[1])
                result.push_back({{before}, {after}});
    }
    return result;
}

// Joins a line to the one that ends as it begins, where that makes no long line.
std::vector<OrderLine> chained(std::vector<OrderLine> lines, std::span<const DagStep> steps)
{
    std::vector<OrderLine> result;
    for (OrderLine &line : lines) {
        const auto first = std::ranges::find_if(result, [&](const OrderLine &other) {
            OrderLine whole = other;
            whole.insert(whole.end(), line.begin() + 1, line.end());
            return other.back() == line.front() && !isLong(whole, steps);
        });
        if (first == result.end())
            result.push_back(std::move(line));
        else
            first->insert(first->end(), line.begin() + 1, line.end());
    }
    return result;
}

} // namespace

std::string orderLines(std::span<const DagStep> steps)
{
    std::string text;
    for (const OrderLine &line : chained(withoutLongLists(pairs(steps), steps), steps))
        text += lineText(line, steps) + "\n";
    return text;
}

} // namespace podwright::airflow
