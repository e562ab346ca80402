#include "models/core/yaml_patch.h"

#include "models/core/yaml_nodes.h"
#include "models/core/yaml_spans.h"
#include "models/core/yaml_style.h"
#include "models/core/yaml_writer.h"

#include <algorithm>

namespace podwright::core {

namespace {

constexpr auto nowhere = std::string_view::npos;
using Offset = std::optional<size_t>;

// A value's place in the text: [from, end) is what stands behind "key:" or "-".
struct Slot
{
    const YamlNode *node = nullptr;
    int column = -1; // of the collection around it
    bool isFlow = false;
    bool isInSequence = false;
    size_t from = 0;
    size_t end = 0;
};

std::string splice(std::string_view text, size_t from, size_t end, std::string_view replacement)
{
    return std::string(text.substr(0, from)) + std::string(replacement) + std::string(text.substr(end));
}

std::string padding(int column)
{
    return std::string(static_cast<size_t>(std::max(column, 0)), ' ');
}

class Patcher
{
public:
    Patcher(std::string_view text, YamlDialect dialect)
        : m_text(text)
        , m_dialect(dialect)
        , m_tree(parseYamlTree(text, {.dialect = dialect}))
    {}

    std::optional<Slot> root() const
    {
        if (m_tree.roots.size() != 1)
            return std::nullopt;
        const YamlNode &node = *m_tree.roots[0];
        return Slot{
            .node = &node, .isFlow = node.isFlow, .from = node.offset, .end = nodeEnd(m_text, node, -1, node.offset)};
    }

    std::optional<Slot> locate(const YamlPath &path) const
    {
        std::optional<Slot> slot = root();
        for (const std::string &step : path) {
            const auto index = slot ? childIndex(*slot->node, step) : std::nullopt;
            slot = index ? child(*slot, *index) : std::nullopt;
        }
        return slot;
    }

    std::optional<std::string> replace(const YamlPath &path, const Json &value) const
    {
        const auto slot = path.empty() ? std::nullopt : locate(path);
        if (!slot)
            return std::nullopt;
        return slot->isFlow ? replaceInFlow(*slot, value) : replaceInBlock(*slot, value);
    }

    std::optional<std::string> insert(YamlPath path, size_t index, const std::string &previous, const Json &value) const
    {
        const std::string key = path.back();
        path.pop_back();
        const auto parent = locate(path);
        if (!parent || entryCount(*parent->node) == 0)
            return std::nullopt;
        const YamlNode &node = *parent->node;
        if (index > 0 && node.kind == YamlNode::Kind::Mapping) {
            const auto before = childIndex(node, previous);
            index = before ? *before + 1 : entryCount(node);
        }
        index = std::min(index, entryCount(node));
        return node.isFlow ? insertInFlow(*parent, index, key, value) : insertInBlock(*parent, index, key, value);
    }

    std::optional<std::string> remove(YamlPath path) const
    {
        const std::string key = path.back();
        path.pop_back();
        const auto parent = locate(path);
        const auto index = parent ? childIndex(*parent->node, key) : std::nullopt;
        if (!index || entryCount(*parent->node) < 2)
            return std::nullopt;
        return parent->node->isFlow ? removeInFlow(*parent, *index) : removeInBlock(*parent, *index);
    }

private:
    static size_t entryCount(const YamlNode &node)
    {
        return node.kind == YamlNode::Kind::Mapping ? node.children.size() / 2 : node.children.size();
    }

    Offset childIndex(const YamlNode &node, const std::string &step) const
    {
        for (size_t i = 0; i < entryCount(node); ++i) {
            if (node.kind == YamlNode::Kind::Sequence ? step == std::to_string(i) : isKey(*node.children[2 * i], step))
                return i;
        }
        return std::nullopt;
    }

    bool isKey(const YamlNode &key, const std::string &name) const
    {
        return key.kind == YamlNode::Kind::Scalar && !key.isMergeKey() && keyName(key, m_dialect) == name;
    }

    std::optional<Slot> child(const Slot &parent, size_t index) const
    {
        const YamlNode &node = *parent.node;
        const bool isSequence = node.kind == YamlNode::Kind::Sequence;
        const Offset from = isSequence ? behindDash(parent, index) : behindColon(node, index);
        if (!from)
            return std::nullopt;
        Slot slot{.node = node.children[isSequence ? index : 2 * index + 1],
                  .column = node.isFlow ? parent.column : columnOf(m_text, node.offset),
                  .isFlow = node.isFlow,
                  .isInSequence = isSequence,
                  .from = *from};
        slot.end = std::max(slot.from, nodeEnd(m_text, *slot.node, slot.column, slot.from));
        return slot;
    }

    Offset behindColon(const YamlNode &map, size_t index) const
    {
        const YamlNode &key = *map.children[2 * index];
        size_t offset = nodeEnd(m_text, key, columnOf(m_text, map.offset), key.offset);
        while (offset < m_text.size() && m_text[offset] == ' ')
            ++offset;
        return offset < m_text.size() && m_text[offset] == ':' ? Offset(offset + 1) : std::nullopt;
    }

    Offset behindDash(const Slot &sequence, size_t index) const
    {
        if (sequence.node->isFlow)
            return sequence.node->children[index]->offset;
        const Offset dash = entryStart(sequence, index);
        return dash ? Offset(*dash + 1) : std::nullopt;
    }

    // Where "key:", "- " or a flow item begins.
    Offset entryStart(const Slot &parent, size_t index) const
    {
        const YamlNode &node = *parent.node;
        if (node.kind == YamlNode::Kind::Mapping)
            return node.children[2 * index]->offset;
        if (node.isFlow)
            return node.children[index]->offset;
        if (index == 0)
            return m_text[node.offset] == '-' ? Offset(node.offset) : std::nullopt;
        const auto before = child(parent, index - 1);
        return before ? nextDash(lineEnd(m_text, before->end) + 1, columnOf(m_text, node.offset)) : std::nullopt;
    }

    Offset nextDash(size_t line, int column) const
    {
        for (; line < m_text.size(); line = lineEnd(m_text, line) + 1) {
            const size_t ink = m_text.find_first_not_of(' ', line);
            if (ink != nowhere && m_text[ink] == '-' && columnOf(m_text, ink) == column &&
                lineStart(m_text, ink) == line)
                return ink;
        }
        return std::nullopt;
    }

    QuoteStyle quoteStyle(const YamlNode &node) const
    {
        const char first = node.offset < m_text.size() ? m_text[node.offset] : ' ';
        if (node.kind != YamlNode::Kind::Scalar || node.isPlain())
            return QuoteStyle::AsNeeded;
        return first == '"' ? QuoteStyle::Double : first == '\'' ? QuoteStyle::Single : QuoteStyle::AsNeeded;
    }

    // Nothing is written where an empty value stands.
    bool isWritten(const Slot &slot) const { return slot.end > slot.from; }

    std::string replaceInFlow(const Slot &slot, const Json &value) const
    {
        const std::string written =
            value.is_structured() ? flowYaml(value, m_dialect) : inlineYaml(value, true, quoteStyle(*slot.node));
        const bool isEmpty = !isWritten(slot);
        return splice(m_text, isEmpty ? slot.from : slot.node->offset, slot.end, (isEmpty ? " " : "") + written);
    }

    std::string newBlockText(const Slot &slot, const Json &value) const
    {
        constexpr size_t longestFlow = 100;
        if (slot.node->isFlow && !slot.node->children.empty() && value.is_structured()) {
            const std::string flow = flowYaml(value, m_dialect);
            if (flow.size() <= longestFlow)
                return " " + flow;
        }
        const QuoteStyle style = quoteStyle(*slot.node);
        const bool keepsQuotes = value.is_string() && style != QuoteStyle::AsNeeded &&
                                 value.get_ref<const std::string &>().find('\n') == nowhere;
        return keepsQuotes ? " " + inlineYaml(value, false, style)
                           : blockValue(value, slot.column, slot.isInSequence, m_dialect);
    }

    std::string replaceInBlock(const Slot &slot, const Json &value) const
    {
        const std::string written = newBlockText(slot, value);
        const bool isBlockCollection = !slot.node->children.empty() && !slot.node->isFlow;
        const size_t end = isBlockCollection ? lineEnd(m_text, slot.end) : slot.end;
        const bool isInline = written.find('\n') == std::string::npos;
        const bool isSameLine = isWritten(slot) && lineStart(m_text, slot.node->offset) == lineStart(m_text, slot.from);
        if (isInline && isSameLine && !isBlockCollection) // keeps the spaces that align values
            return splice(m_text, slot.node->offset, end, std::string_view(written).substr(1));
        const size_t firstLine = std::min(written.find('\n'), written.size());
        const std::string tail(m_text.substr(end, lineEnd(m_text, end) - end));
        return splice(m_text, slot.from, end + tail.size(),
                      written.substr(0, firstLine) + tail + written.substr(firstLine));
    }

    std::string flowEntry(const YamlNode &parent, const std::string &key, const Json &value) const
    {
        return (parent.kind == YamlNode::Kind::Mapping ? inlineYaml(Json(key), true) + ": " : "") +
               flowYaml(value, m_dialect);
    }

    std::optional<std::string> insertInFlow(const Slot &parent, size_t index, const std::string &key,
                                            const Json &value) const
    {
        const std::string entry = flowEntry(*parent.node, key, value);
        if (index == 0) {
            const Offset start = entryStart(parent, 0);
            return start ? std::optional(splice(m_text, *start, *start, entry + ", ")) : std::nullopt;
        }
        const auto before = child(parent, index - 1);
        return before ? std::optional(splice(m_text, before->end, before->end, ", " + entry)) : std::nullopt;
    }

    std::optional<std::string> insertInBlock(const Slot &parent, size_t index, const std::string &key,
                                             const Json &value) const
    {
        const int column = columnOf(m_text, parent.node->offset);
        const std::string entry = parent.node->kind == YamlNode::Kind::Mapping
                                      ? blockEntry(key, value, column, m_dialect)
                                      : "-" + blockValue(value, column, true, m_dialect);
        if (index == 0) {
            const Offset start = entryStart(parent, 0);
            return start ? std::optional(splice(m_text, *start, *start, entry + "\n" + padding(column))) : std::nullopt;
        }
        const auto before = child(parent, index - 1);
        if (!before)
            return std::nullopt;
        const size_t end = lineEnd(m_text, before->end);
        return splice(m_text, end, end, "\n" + padding(column) + entry);
    }

    std::optional<std::string> removeInFlow(const Slot &parent, size_t index) const
    {
        const auto gone = child(parent, index);
        const auto before = index > 0 ? child(parent, index - 1) : std::nullopt;
        const Offset start = entryStart(parent, index);
        const Offset next = index == 0 ? entryStart(parent, 1) : std::nullopt;
        if (before && gone)
            return splice(m_text, before->end, gone->end, "");
        return start && next ? std::optional(splice(m_text, *start, *next, "")) : std::nullopt;
    }

    std::optional<std::string> removeInBlock(const Slot &parent, size_t index) const
    {
        const Offset start = entryStart(parent, index);
        const auto gone = child(parent, index);
        if (!start || !gone)
            return std::nullopt;
        const size_t line = lineStart(m_text, *start);
        if (m_text.substr(line, *start - line).find_first_not_of(' ') != nowhere) { // "- key: value": the dash stays
            const Offset next = entryStart(parent, index + 1);
            return next ? std::optional(splice(m_text, *start, *next, "")) : std::nullopt;
        }
        return splice(m_text, line, std::min(lineEnd(m_text, gone->end) + 1, m_text.size()), "");
    }

    std::string_view m_text;
    YamlDialect m_dialect;
    YamlTree m_tree;
};

} // namespace

std::optional<std::string> patchYaml(std::string_view text, const YamlStep &step, const std::string &previous,
                                     YamlDialect dialect)
{
    const Patcher patcher(text, dialect);
    switch (step.kind) {
    case YamlStep::Kind::Replace:
        return patcher.replace(step.path, step.value);
    case YamlStep::Kind::Insert:
        return patcher.insert(step.path, step.index, previous, step.value);
    case YamlStep::Kind::Remove:
        return patcher.remove(step.path);
    }
    return std::nullopt;
}

std::string replaceRoot(std::string_view text, const Json &value, YamlDialect dialect)
{
    const Patcher patcher(text, dialect);
    const auto root = patcher.root();
    const std::string written = writeYaml(value, dialect).text;
    if (!root)
        return std::string(text) + (text.empty() || text.ends_with('\n') ? "" : "\n") + written;
    const size_t end = std::min(lineEnd(text, root->end) + 1, text.size());
    return splice(text, lineStart(text, root->node->offset), end, written);
}

} // namespace podwright::core
