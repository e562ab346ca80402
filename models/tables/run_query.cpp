#include "models/tables/run_query.h"

#include "models/core/strings.h"
#include "models/tables/ascii_text.h"

#include <algorithm>
#include <optional>

namespace podwright::tables {

using core::qt;
using Field = RunTerm::Field;

namespace {

struct FilterKey
{
    std::string_view name;
    Field field;
};

constexpr std::array<FilterKey, 9> filterKeys{{{"ns", Field::Namespace},
                                               {"namespace", Field::Namespace},
                                               {"node", Field::Node},
                                               {"reason", Field::Reason},
                                               {"status", Field::Reason},
                                               {"dag", Field::Dag},
                                               {"task", Field::Task},
                                               {"context", Field::Context},
                                               {"is", Field::Is}}};

struct StateName
{
    std::string_view name;
    bool (*holds)(const RunRow &row);
};

constexpr std::array<StateName, 4> stateNames{
    {{"starred", [](const RunRow &row) { return row.isStarred(); }},
     {"active", [](const RunRow &row) { return belongs(row, RunChip::Active); }},
     {"failed", [](const RunRow &row) { return belongs(row, RunChip::Failed); }},
     {"launched", [](const RunRow &row) { return belongs(row, RunChip::LaunchedHere); }}}};

const StateName *stateNamed(std::string_view name)
{
    const auto found = std::ranges::find(stateNames, name, &StateName::name);
    return found == stateNames.end() ? nullptr : &*found;
}

// A STATUS may have a colon of its own.
constexpr std::array<std::string_view, 3> statusBeginnings{"init", "signal", "exitcode"};

core::Error wrong(const QString &message, const char *hint)
{
    return {.kind = core::Error::Kind::Invalid, .message = message, .hint = QString::fromLatin1(hint)};
}

// One part of the line, up to a space outside of quotation marks. `plainFrom`: where the first of these stood.
struct Part
{
    std::string text;
    size_t plainFrom = std::string::npos;
};

core::Result<std::vector<Part>> partsOf(std::string_view line)
{
    std::vector<Part> parts;
    bool isInside = false, isQuoted = false;
    for (const char c : line) {
        const bool isSpace = c == ' ' || c == '\t';
        if (isSpace && !isQuoted) {
            isInside = false;
            continue;
        }
        if (!std::exchange(isInside, true))
            parts.emplace_back();
        Part &part = parts.back();
        if (c == '"') {
            isQuoted = !isQuoted;
            part.plainFrom = std::min(part.plainFrom, part.text.size());
        } else {
            part.text += c;
        }
    }
    if (isQuoted)
        return wrong(QStringLiteral("a quotation mark is not closed"), "end the words with \"");
    return parts;
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), lowerCase);
    return result;
}

std::vector<std::string> valuesOf(std::string_view text)
{
    std::vector<std::string> values;
    while (!text.empty()) {
        const size_t comma = std::min(text.find(','), text.size());
        if (comma > 0)
            values.push_back(lowered(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return values;
}

core::Result<RunTerm> labelTerm(std::string_view text, size_t equals)
{
    RunTerm term{.field = Field::Label, .values = valuesOf(text.substr(equals + 1))};
    std::string_view name = text.substr(0, equals);
    term.isNot = name.ends_with('!');
    if (term.isNot)
        name.remove_suffix(1);
    term.label = name;
    if (name.empty())
        return wrong(QStringLiteral("\"%1\" names no label").arg(qt(text)), "write label=value");
    if (term.values.empty())
        return wrong(QStringLiteral("%1= has no value").arg(qt(name)), "write label=value, or label=* for any value");
    return term;
}

core::Result<RunTerm> keyTerm(std::string_view text, size_t colon)
{
    const std::string name = lowered(text.substr(0, colon));
    const auto known = std::ranges::find(filterKeys, std::string_view(name), &FilterKey::name);
    if (known == filterKeys.end())
        return wrong(QStringLiteral("there is no filter %1:").arg(qt(name)),
                     "known are ns: node: reason: dag: task: context: is:; words with a colon stand between \"\"");
    RunTerm term{.field = known->field, .values = valuesOf(text.substr(colon + 1))};
    if (term.values.empty())
        return wrong(QStringLiteral("%1: has no value").arg(qt(name)), "write a part of the name after the colon");
    const auto unknown = std::ranges::find_if(term.values, [](const std::string &value) { return !stateNamed(value); });
    if (term.field == Field::Is && unknown != term.values.end())
        return wrong(QStringLiteral("no run is \"%1\"").arg(qt(*unknown)),
                     "known are is:starred is:active is:failed is:launched");
    return term;
}

core::Result<RunTerm> termOf(const Part &part)
{
    std::string_view text = part.text;
    const bool isNot = text.size() > 1 && text.starts_with('-') && part.plainFrom > 0;
    if (isNot)
        text.remove_prefix(1);
    const size_t plain = part.plainFrom == std::string::npos ? text.size() : part.plainFrom - (isNot ? 1 : 0);
    const std::string_view meaningful = text.substr(0, plain);
    const size_t mark = meaningful.find_first_of("=:");
    const bool isStatus = mark != std::string_view::npos && meaningful[mark] == ':' &&
                          std::ranges::find(statusBeginnings, lowered(text.substr(0, mark))) != statusBeginnings.end();
    core::Result<RunTerm> term = RunTerm{.values = {lowered(text)}};
    if (mark != std::string_view::npos && !isStatus)
        term = meaningful[mark] == '=' ? labelTerm(text, mark) : keyTerm(text, mark);
    if (term)
        term->isNot = term->isNot != isNot;
    return term;
}

bool labelIs(std::string_view value, std::string_view wanted)
{
    if (!wanted.ends_with('*'))
        return compareIgnoringCase(value, wanted) == 0;
    wanted.remove_suffix(1);
    return compareIgnoringCase(value.substr(0, wanted.size()), wanted) == 0;
}

bool hasLabel(const RunRow &row, const RunTerm &term, std::string_view wanted)
{
    if (!row.pod)
        return false;
    return std::ranges::any_of(row.pod->labels, [&](const kube::PodSummary::Label &label) {
        return label.name == term.label && labelIs(label.value.text(), wanted);
    });
}

bool hasWord(const RunRow &row, std::string_view word)
{
    const std::array<std::string_view, 8> texts{
        row.podName(),      row.task().text(),
        row.dag().text(),   row.status().text(),
        row.ns().text(),    row.node().text(),
        row.context.text(), row.run ? std::string_view(row.run->outcome.text()) : std::string_view()};
    return std::ranges::any_of(texts, [word](std::string_view text) { return containsIgnoringCase(text, word); });
}

bool meets(const RunRow &row, const RunTerm &term, std::string_view value)
{
    switch (term.field) {
    case Field::Anything:
        return hasWord(row, value);
    case Field::Label:
        return hasLabel(row, term, value);
    case Field::Namespace:
        return containsIgnoringCase(row.ns().text(), value);
    case Field::Node:
        return containsIgnoringCase(row.node().text(), value);
    case Field::Reason:
        return row.hasReason(value);
    case Field::Dag:
        return containsIgnoringCase(row.dag().text(), value);
    case Field::Task:
        return containsIgnoringCase(row.task().text(), value);
    case Field::Context:
        return containsIgnoringCase(row.context.text(), value);
    case Field::Is:
        return stateNamed(value)->holds(row);
    }
    return false;
}

} // namespace

bool RunQuery::matches(const RunRow &row) const
{
    const auto isMet = [&row](const RunTerm &term) {
        const auto fits = [&](const std::string &value) { return meets(row, term, value); };
        return std::ranges::any_of(term.values, fits) != term.isNot;
    };
    return belongs(row, chip) && std::ranges::all_of(terms, isMet);
}

core::Result<std::vector<RunTerm>> parseRunFilter(std::string_view line)
{
    const auto parts = partsOf(line);
    if (!parts)
        return parts.error();
    std::vector<RunTerm> terms;
    for (const Part &part : *parts) {
        if (part.text.empty())
            continue;
        auto term = termOf(part);
        if (!term)
            return term.error();
        terms.push_back(std::move(*term));
    }
    return terms;
}

} // namespace podwright::tables
