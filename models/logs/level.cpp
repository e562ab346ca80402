#include "models/logs/level.h"

#include "models/logs/ascii.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace podwright::logs {
namespace {

constexpr size_t farthest = 256; // a level stands before here
constexpr int mostWords = 6;     // and so many words come before it at most

struct Word
{
    std::string_view text; // lower case
    Level level;
};

// In the order of their first letters.
constexpr std::array words{
    Word{"alert", Level::Error},      Word{"crit", Level::Error},      Word{"critical", Level::Error},
    Word{"dbg", Level::Debug},        Word{"debug", Level::Debug},     Word{"emerg", Level::Error},
    Word{"err", Level::Error},        Word{"error", Level::Error},     Word{"fatal", Level::Error},
    Word{"fine", Level::Debug},       Word{"inf", Level::Info},        Word{"info", Level::Info},
    Word{"information", Level::Info}, Word{"notice", Level::Info},     Word{"panic", Level::Error},
    Word{"severe", Level::Error},     Word{"trace", Level::Debug},     Word{"verbose", Level::Debug},
    Word{"warn", Level::Warning},     Word{"warning", Level::Warning}, Word{"wrn", Level::Warning},
};

// Where in `words` those of each letter begin; the last is their end.
constexpr auto wordsOfLetters = [] {
    std::array<size_t, 27> begins{};
    for (size_t letter = 0; letter < begins.size(); ++letter)
        begins[letter] = static_cast<size_t>(std::ranges::count_if(
            words, [letter](const Word &word) { return static_cast<size_t>(word.text.front() - 'a') < letter; }));
    return begins;
}();

constexpr bool isOneOf(char c, std::string_view set)
{
    return std::ranges::any_of(set, [c](char one) { return one == c; });
}

bool equalsFolded(std::string_view text, std::string_view lower)
{
    return std::ranges::equal(text, lower, {}, [](char c) { return static_cast<char>(c | 0x20); });
}

Level levelOfWord(std::string_view word)
{
    if (word.size() < 3 || word.size() > 11)
        return Level::None;
    const auto letter = static_cast<size_t>((word.front() | 0x20) - 'a');
    if (letter + 1 >= wordsOfLetters.size())
        return Level::None;
    for (size_t i = wordsOfLetters[letter]; i < wordsOfLetters[letter + 1]; ++i) {
        if (words[i].text.size() == word.size() && equalsFolded(word, words[i].text))
            return words[i].level;
    }
    return Level::None;
}

// "E0102 15:04:05.678901"
Level klogLevel(std::string_view text)
{
    constexpr std::string_view letters = "IWEF";
    if (text.size() < 14 || !isOneOf(text[0], letters) || text[5] != ' ' || text[8] != ':' ||
        !std::ranges::all_of(text.substr(1, 4), isDigit))
        return Level::None;
    constexpr std::array levels{Level::Info, Level::Warning, Level::Error, Level::Error};
    return levels[letters.find(text[0])];
}

std::string_view wordAt(std::string_view text, size_t begin)
{
    size_t end = begin;
    while (end < text.size() && isLetter(text[end]))
        ++end;
    return text.substr(begin, end - begin);
}

// "error", "warn" ..., or the numbers of bunyan and pino.
Level levelOfValue(std::string_view text)
{
    if (text.size() < 2 || !isDigit(text[0]))
        return levelOfWord(wordAt(text, 0));
    if (text[1] != '0')
        return Level::None;
    constexpr std::string_view numbers = "123456";
    constexpr std::array levels{Level::Debug, Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Error};
    const size_t number = numbers.find(text[0]);
    return number == std::string_view::npos ? Level::None : levels[number];
}

bool isLevelName(std::string_view name)
{
    return equalsFolded(name, "level") || equalsFolded(name, "severity") || equalsFolded(name, "lvl") ||
           equalsFolded(name, "levelname");
}

std::string_view wordBefore(std::string_view text, size_t end)
{
    size_t begin = end;
    while (begin > 0 && isLetter(text[begin - 1]))
        --begin;
    return text.substr(begin, end - begin);
}

// The value after one of the usual names: level=warn, "level": "warn", lvl="eror".
Level keyedLevel(std::string_view text, char sign)
{
    for (size_t at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1)) {
        const size_t nameEnd = text.find_last_not_of("\" ", at == 0 ? 0 : at - 1);
        if (nameEnd == std::string_view::npos || !isLevelName(wordBefore(text, nameEnd + 1)))
            continue;
        const size_t value = text.find_first_not_of("\" ", at + 1);
        if (value == std::string_view::npos)
            return Level::None;
        if (const Level level = levelOfValue(text.substr(value)); level != Level::None)
            return level;
    }
    return Level::None;
}

// A word of the beginning that stands alone. One in capitals may stand after others ("2026-01-02 [main] ERROR c.x.Y");
// any spelling counts at the start, in brackets and before a colon.
Level wordLevel(std::string_view text)
{
    int passed = 0;
    for (size_t at = 0; at < text.size() && passed < mostWords; ++passed) {
        while (at < text.size() && !isLetter(text[at]) && text[at] != '=')
            ++at;
        if (at == text.size() || text[at] == '=') // from here on values have names
            return Level::None;
        const std::string_view word = wordAt(text, at);
        const size_t end = at + word.size();
        const char before = at == 0 ? ' ' : text[at - 1];
        const char after = end == text.size() ? ' ' : text[end];
        const bool standsAlone = isOneOf(before, " [<(|:\t-") && isOneOf(after, " ]>)|:\t,");
        const bool isClear = at == 0 || std::ranges::all_of(word, isUpper) || (before == '[' && after == ']') ||
                             (passed <= 2 && after == ':');
        if (standsAlone && isClear) {
            if (const Level level = levelOfWord(word); level != Level::None)
                return level;
        }
        at = end;
    }
    return Level::None;
}

// "Traceback (most recent call last):", "ValueError: ...", "java.lang.IllegalStateException: ..."
bool isException(std::string_view text)
{
    if (text.starts_with("Traceback (most"))
        return true;
    const size_t end = std::min(text.find(": "), text.size() - (text.ends_with(':') ? 1 : 0));
    const std::string_view name = text.substr(0, end);
    return end < text.size() && (name.ends_with("Error") || name.ends_with("Exception")) &&
           std::ranges::all_of(name, [](char c) { return isLetter(c) || isDigit(c) || c == '.' || c == '_'; });
}

} // namespace

Level levelOf(QByteArrayView line)
{
    const std::string_view text(line.data(), std::min(static_cast<size_t>(line.size()), farthest));
    if (text.empty() || text.front() == ' ' || text.front() == '\t')
        return Level::None;
    if (const Level level = klogLevel(text); level != Level::None)
        return level;
    if (text.front() == '{')
        return keyedLevel(text, ':');
    if (const Level level = wordLevel(text); level != Level::None)
        return level;
    if (const Level level = keyedLevel(text, '='); level != Level::None)
        return level;
    return isException(text) ? Level::Error : Level::None;
}

} // namespace podwright::logs
