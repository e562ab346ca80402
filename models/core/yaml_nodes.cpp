#include "models/core/yaml_nodes.h"

#include "models/core/utf8.h"
#include "models/core/yaml_spans.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <unordered_map>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace podwright::core {

namespace {

// yaml-cpp gives the escapes "\\_" and "\\N" (U+00A0, U+0085) as single bytes.
std::string withWholeCharacters(const std::string &text)
{
    std::string result;
    for (size_t at = 0; at < text.size();) {
        const size_t size = firstCodePoint(std::string_view(text).substr(at)).size;
        if (size > 0)
            result.append(text, at, size);
        else
            result += QString(QChar(static_cast<uchar>(text[at]))).toStdString();
        at += std::max<size_t>(size, 1);
    }
    return result;
}

Position positionAt(std::string_view text, const YAML::Mark &mark)
{
    constexpr int longestCounted = 4096;
    int column = mark.column;
    const size_t offset = static_cast<size_t>(std::max(mark.pos, 0));
    if (column > 0 && column < longestCounted && offset <= text.size()) {
        const std::string_view line = text.substr(offset - static_cast<size_t>(column), static_cast<size_t>(column));
        column = static_cast<int>(std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
    }
    return {mark.line + 1, column + 1};
}

// No text needs more. yaml-cpp gives empty documents without end when one begins with a token that begins nothing.
constexpr size_t mostNodes(size_t bytes)
{
    return 2 * bytes + 2;
}

class TreeBuilder : public YAML::EventHandler
{
public:
    TreeBuilder(YamlTree &tree, std::string_view text, int maximumDepth)
        : m_tree(tree)
        , m_text(text)
        , m_maximumDepth(static_cast<size_t>(maximumDepth))
    {}

    void OnDocumentStart(const YAML::Mark &) override
    {
        m_anchors.clear();
        m_open.clear();
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(YamlNode::Kind::Null, mark, anchor).isComplete = true;
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        YamlNode &node = add(YamlNode::Kind::Alias, mark, 0);
        node.target = m_anchors[anchor];
        if (!node.target || !node.target->isComplete)
            throw YamlFault(node.position, QStringLiteral("this alias stands inside the value it points to"));
        node.isComplete = true;
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        YamlNode &node = add(YamlNode::Kind::Scalar, mark, anchor);
        node.tag = tag;
        node.text = withWholeCharacters(value);
        node.isComplete = true;
        requireClosedQuote(node);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        open(YamlNode::Kind::Sequence, mark, tag, anchor, style);
    }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        open(YamlNode::Kind::Mapping, mark, tag, anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }

private:
    YamlNode &add(YamlNode::Kind kind, const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        if (m_tree.nodes.size() > mostNodes(m_text.size()))
            throw YamlFault(positionAt(m_text, mark), QStringLiteral("a value cannot begin here; quote it"));
        YamlNode &node = m_tree.nodes.emplace_back();
        node.kind = kind;
        node.offset = std::min(static_cast<size_t>(std::max(mark.pos, 0)), m_text.size());
        node.position = positionAt(m_text, mark);
        if (anchor != 0)
            m_anchors[anchor] = &node;
        if (m_open.empty())
            m_tree.roots.push_back(&node);
        else
            m_open.back()->children.push_back(&node);
        return node;
    }

    void open(YamlNode::Kind kind, const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style)
    {
        YamlNode &node = add(kind, mark, anchor);
        node.tag = tag;
        node.isFlow = style == YAML::EmitterStyle::Flow;
        m_open.push_back(&node);
        if (m_open.size() > m_maximumDepth)
            throw YamlFault(node.position, QStringLiteral("nested deeper than %1 levels").arg(m_maximumDepth));
    }

    // yaml-cpp takes a quoted text that runs into the end of the file.
    void requireClosedQuote(const YamlNode &node)
    {
        const size_t start = skipProperties(m_text, node.offset);
        const bool isQuoted =
            !node.isPlain() && start < m_text.size() && (m_text[start] == '"' || m_text[start] == '\'');
        if (isQuoted && quotedEnd(m_text, start) == std::string_view::npos)
            throw YamlFault(node.position, QStringLiteral("a quoted text is not closed"));
    }

    void close()
    {
        m_open.back()->isComplete = true;
        m_open.pop_back();
    }

    YamlTree &m_tree;
    std::string_view m_text;
    size_t m_maximumDepth;
    std::vector<YamlNode *> m_open;
    std::unordered_map<YAML::anchor_t, const YamlNode *> m_anchors;
};

QString inOurWords(std::string_view message)
{
    struct Wording
    {
        std::string_view theirs;
        const char *ours;
    };
    static constexpr std::array wordings{
        Wording{"end of map not found", "expected another key of the map at the same indentation, or its end"},
        Wording{"end of sequence not found", "expected another \"- \" item at the same indentation, or the list's end"},
        Wording{"illegal map value", "a \"key: value\" cannot stand here; quote the text, or check the indentation"},
        Wording{"illegal block entry", "a \"- \" item cannot stand here; check the indentation"},
        Wording{"illegal map key", "a key cannot stand here; check the indentation"},
        Wording{"end of map flow", "a \"}\" or a \",\" is missing"},
        Wording{"end of sequence flow", "a \"]\" or a \",\" is missing"},
        Wording{"illegal flow end", "a closing bracket without an opening one"},
        Wording{"unknown escape", "a backslash is followed by a character that has no meaning after it"},
        Wording{"illegal EOF in scalar", "a quoted text is not closed"},
        Wording{"illegal character in scalar", "a character that cannot stand in an unquoted text"},
        Wording{"illegal document indicator", "a \"---\" or \"...\" inside a text"},
        Wording{"the referenced anchor", "an alias without an anchor of that name before it"},
        Wording{"illegal tab", "a tab cannot be used to indent; use spaces"},
        Wording{"bad character found while scanning alias", "the name of an alias or anchor is missing"},
        Wording{"unknown token", "a character that begins nothing in YAML; quote the text"},
    };
    for (const Wording &wording : wordings)
        if (message.find(wording.theirs) != std::string_view::npos)
            return QString::fromLatin1(wording.ours);
    return QStringLiteral("this is not valid YAML");
}

void requirePrintable(std::string_view text)
{
    const size_t bad = firstUnprintable(text);
    if (bad == std::string_view::npos)
        return;
    const std::string_view before = text.substr(0, bad);
    const size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    const auto characters = std::ranges::count_if(before.substr(lineStart), [](char c) { return (c & 0xC0) != 0x80; });
    throw YamlFault(
        {static_cast<int>(std::ranges::count(before, '\n')) + 1, static_cast<int>(characters) + 1},
        QStringLiteral("a control character or bytes that are not UTF-8; write it as \\xNN in double quotes"));
}

} // namespace

std::string_view withoutByteOrderMark(std::string_view text)
{
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

YamlTree parseYamlTree(std::string_view text, const YamlReadOptions &options)
{
    if (text.size() > options.maximumBytes)
        throw YamlFault({}, QStringLiteral("larger than %1 bytes").arg(options.maximumBytes));
    text = withoutByteOrderMark(text);
    requirePrintable(text);
    YamlTree tree;
    TreeBuilder builder(tree, text, options.maximumDepth);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception &fault) {
        throw YamlFault(fault.mark.is_null() ? Position() : positionAt(text, fault.mark), inOurWords(fault.msg));
    }
    return tree;
}

} // namespace podwright::core
