#include "models/core/yaml_writer.h"

#include "models/core/yaml_nodes.h"
#include "models/core/yaml_style.h"

namespace podwright::core {

namespace {

class Writer
{
public:
    Writer(bool keepsLines, YamlDialect dialect)
        : m_keepsLines(keepsLines)
        , m_dialect(dialect)
    {}

    YamlText take() { return {std::move(m_text), std::move(m_lines)}; }

    void root(const Json &value)
    {
        if (value.is_structured() && !value.empty() && !pythonSource(value, m_dialect))
            collection(value, 0, "");
        else
            scalar(value, 2);
        append("\n");
        m_lines[""] = {1, m_line - 1};
    }

    // Behind "key:" or "-"; the cursor stands behind the colon or dash.
    void value(const Json &value, int indent, bool isInSequence, const std::string &pointer)
    {
        if (!value.is_structured() || value.empty() || pythonSource(value, m_dialect)) {
            append(" ");
            scalar(value, indent + 2);
        } else if (isInSequence) {
            append(" ");
            collection(value, indent + 2, pointer);
        } else {
            const int inner = value.is_array() ? indent : indent + 2;
            append("\n" + std::string(static_cast<size_t>(inner), ' '));
            collection(value, inner, pointer);
        }
    }

    void entry(const std::string &key, const Json &item, int indent, const std::string &pointer)
    {
        const std::string name = inlineYaml(Json(key));
        if (name.size() > longestSimpleKey)
            append("? " + name + "\n" + std::string(static_cast<size_t>(indent), ' ') + ":");
        else
            append(name + ":");
        value(item, indent, false, pointer);
    }

private:
    // The cursor stands at column `indent`.
    void collection(const Json &value, int indent, const std::string &pointer)
    {
        const std::string padding = "\n" + std::string(static_cast<size_t>(indent), ' ');
        size_t index = 0;
        for (const auto &[key, item] : value.items()) {
            if (index++ > 0)
                append(padding);
            const int first = m_line;
            const std::string path = m_keepsLines ? pointer + pointerStep(key) : std::string();
            if (value.is_object()) {
                entry(key, item, indent, path);
            } else {
                append("-");
                this->value(item, indent, true, path);
            }
            if (m_keepsLines)
                m_lines.emplace(path, LineRange{first, m_line});
        }
    }

    void scalar(const Json &value, int indent)
    {
        if (const std::string *source = pythonSource(value, m_dialect)) {
            append(std::string(pythonTag) + " ");
            return scalar(Json(*source), indent);
        }
        if (!value.is_string() || !fitsLiteralBlock(value.get_ref<const std::string &>())) {
            append(inlineYaml(value));
            return;
        }
        std::string_view text = value.get_ref<const std::string &>();
        append(literalHeader(text));
        if (text.ends_with('\n'))
            text.remove_suffix(1);
        const std::string padding(static_cast<size_t>(indent), ' ');
        for (size_t start = 0; start <= text.size();) {
            const size_t end = std::min(text.find('\n', start), text.size());
            append("\n");
            if (end > start)
                append(padding + std::string(text.substr(start, end - start)));
            start = end + 1;
        }
    }

    void append(std::string_view text)
    {
        for (const char c : text)
            m_line += c == '\n' ? 1 : 0;
        m_text += text;
    }

    bool m_keepsLines;
    YamlDialect m_dialect;
    std::string m_text;
    std::map<std::string, LineRange> m_lines;
    int m_line = 1;
};

} // namespace

YamlText writeYaml(const Json &value, YamlDialect dialect)
{
    Writer writer(true, dialect);
    writer.root(value);
    return writer.take();
}

std::string blockValue(const Json &value, int indent, bool isInSequence, YamlDialect dialect)
{
    Writer writer(false, dialect);
    writer.value(value, indent, isInSequence, "");
    return writer.take().text;
}

std::string blockEntry(const std::string &key, const Json &value, int indent, YamlDialect dialect)
{
    Writer writer(false, dialect);
    writer.entry(key, value, indent, "");
    return writer.take().text;
}

} // namespace podwright::core
