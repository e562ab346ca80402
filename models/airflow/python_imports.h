#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace podwright::airflow {

// The import lines of a module, sorted as ruff's isort does: standard library first, "import" before "from".
class PythonImports
{
public:
    void addModule(std::string_view module); // import pendulum
    // from MODULE import NAME; `name` may be "models as k8s"
    void add(std::string_view module, std::string_view name);
    // Empty, or ends with a newline.
    std::string text() const;

private:
    std::string section(bool isStandard) const;

    std::set<std::string> m_modules;
    std::map<std::string, std::set<std::string>> m_members;
};

} // namespace podwright::airflow
