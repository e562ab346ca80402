#include "models/core/yaml_edit_plan.h"
#include "models/core/yaml_nodes.h"
#include "models/core/yaml_patch.h"

namespace podwright::core {

namespace {

class Editor
{
public:
    Editor(std::string text, Json value, YamlDialect dialect)
        : m_text(std::move(text))
        , m_value(std::move(value))
        , m_dialect(dialect)
    {}

    const std::string &text() const { return m_text; }

    void apply(const YamlStep &step)
    {
        const Json intended = withStep(m_value, step);
        if (accept(patched(step, keyBefore(step)), intended))
            return;
        for (YamlPath path = step.path; !path.empty();) { // the nearest parent that can be written anew
            path.pop_back();
            const Json *whole = find(intended, path);
            if (whole && accept(patched({YamlStep::Kind::Replace, path, 0, *whole}, {}), intended))
                return;
        }
        if (!accept(replaceRoot(m_text, intended, m_dialect), intended))
            accept(writeYaml(intended, m_dialect).text, intended);
    }

private:
    std::optional<std::string> patched(const YamlStep &step, const std::string &previous) const
    {
        try {
            return patchYaml(m_text, step, previous, m_dialect);
        } catch (const YamlFault &) {
            return std::nullopt;
        }
    }

    std::string keyBefore(const YamlStep &step) const
    {
        if (step.kind != YamlStep::Kind::Insert || step.index == 0)
            return {};
        YamlPath path = step.path;
        path.pop_back();
        const Json *parent = find(m_value, path);
        if (!parent || !parent->is_object() || parent->size() < step.index)
            return {};
        return std::next(parent->begin(), static_cast<std::ptrdiff_t>(step.index) - 1).key();
    }

    // Takes the text over if it reads as what was meant.
    bool accept(std::optional<std::string> text, const Json &intended)
    {
        if (!text)
            return false;
        auto read = readYaml(*text, {.dialect = m_dialect});
        if (!read || !isSameValue(read->value, intended))
            return false;
        m_text = std::move(*text);
        m_value = std::move(read->value);
        return true;
    }

    std::string m_text;
    Json m_value;
    YamlDialect m_dialect;
};

} // namespace

Result<std::string> editYaml(std::string_view text, const std::string &pointer, const Json &value, YamlDialect dialect)
{
    const auto document = readYaml(text, {.dialect = dialect});
    if (!document)
        return document.error();
    const auto intended = withValueAt(document->value, pointer, value);
    if (!intended)
        return intended.error();
    const std::string_view body = withoutByteOrderMark(text);
    Editor editor(std::string(body), document->value, dialect);
    for (const YamlStep &step : stepsBetween(document->value, *intended))
        editor.apply(step);
    return std::string(text.substr(0, text.size() - body.size())) + editor.text();
}

} // namespace podwright::core
