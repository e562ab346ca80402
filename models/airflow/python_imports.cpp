#include "models/airflow/python_imports.h"

#include "models/airflow/python_expression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>
#include <vector>

namespace podwright::airflow {

namespace {

using namespace std::string_view_literals;

bool isStandardModule(std::string_view module)
{
    constexpr std::array standard{"datetime"sv, "json"sv, "os"sv, "pathlib"sv, "re"sv, "sys"sv};
    return std::ranges::find(standard, module) != standard.end();
}

// Constants, classes, the rest.
int memberKind(const std::string &name)
{
    const bool isUpper = std::isupper(static_cast<unsigned char>(name[0]));
    const bool hasLower =
        std::ranges::any_of(name, [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
    return isUpper ? (hasLower ? 1 : 0) : 2;
}

std::string importLine(const std::string &module, const std::set<std::string> &members)
{
    std::vector<std::string> names(members.begin(), members.end());
    std::ranges::sort(names, {}, [](const std::string &name) { return std::tuple(memberKind(name), name); });
    const std::string start = "from " + module + " import ";
    std::string flat, spread;
    for (const std::string &name : names) {
        flat += (flat.empty() ? "" : ", ") + name;
        spread += "    " + name + ",\n";
    }
    const bool fits = start.size() + flat.size() <= pythonLineLength;
    return start + (fits ? flat : "(\n" + spread + ")") + "\n";
}

} // namespace

void PythonImports::addModule(std::string_view module)
{
    m_modules.emplace(module);
}

void PythonImports::add(std::string_view module, std::string_view name)
{
    m_members[std::string(module)].emplace(name);
}

std::string PythonImports::section(bool isStandard) const
{
    std::string text;
    for (const std::string &module : m_modules)
        if (isStandardModule(module) == isStandard)
            text += "import " + module + "\n";
    for (const auto &[module, members] : m_members)
        if (isStandardModule(module) == isStandard)
            text += importLine(module, members);
    return text;
}

std::string PythonImports::text() const
{
    const std::string standard = section(true);
    const std::string others = section(false);
    return standard + (standard.empty() || others.empty() ? "" : "\n") + others;
}

} // namespace podwright::airflow
