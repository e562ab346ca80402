#include "models/session/command_words.h"

namespace podwright::session {

using core::Error;

namespace {

// Reads one line as sh parts it into words.
class WordReader
{
public:
    core::Result<std::vector<std::string>> read(const QString &line)
    {
        for (const QChar character : line)
            take(character);
        if (m_quote != QChar())
            return Error{.message = QStringLiteral("a quotation mark %1 is not closed").arg(m_quote)};
        if (m_isEscaped)
            return Error{.message = QStringLiteral("nothing follows the last backslash")};
        endWord();
        if (m_words.empty())
            return Error{.message = QStringLiteral("there is no command")};
        return std::move(m_words);
    }

private:
    void take(QChar character)
    {
        const bool isInSingle = m_quote == u'\'';
        if (m_isEscaped)
            unescape(character);
        else if (character == u'\\' && !isInSingle)
            m_isEscaped = m_isWord = true;
        else if (character == m_quote)
            m_quote = QChar();
        else if (m_quote == QChar() && (character == u'\'' || character == u'"'))
            begin(character);
        else if (m_quote == QChar() && character.isSpace())
            endWord();
        else
            add(character);
    }

    // Inside quotation marks only a few characters can be escaped.
    void unescape(QChar character)
    {
        m_isEscaped = false;
        if (m_quote == u'"' && !QStringLiteral("\\\"$`").contains(character))
            add(u'\\');
        add(character);
    }

    void begin(QChar quote)
    {
        m_quote = quote;
        m_isWord = true;
    }

    void add(QChar character)
    {
        m_word += character;
        m_isWord = true;
    }

    void endWord()
    {
        if (std::exchange(m_isWord, false))
            m_words.push_back(std::exchange(m_word, {}).toStdString());
    }

    std::vector<std::string> m_words;
    QString m_word;
    QChar m_quote;
    bool m_isWord = false; // it may be empty: ''
    bool m_isEscaped = false;
};

} // namespace

core::Result<std::vector<std::string>> commandWords(const QString &line)
{
    return WordReader().read(line);
}

} // namespace podwright::session
