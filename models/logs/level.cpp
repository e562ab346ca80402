#include "models/logs/level.h"

#include "models/logs/ascii.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace podwright::logs {
namespace {

constexpr size_t farthest = 256; // a level stands before here
constexpr int mostWords = 8;     // and so many words come before it at most

struct Word
{
    std::string_view text; // lower case
    Level level;
};

constexpr std::array words{
    Word{"error", Level::Error},     Word{"err", Level::Error},        Word{"fatal", Level::Error},
    Word{"panic", Level::Error},     Word{"critical", Level::Error},   Word{"crit", Level::Error},
    Word{"severe", Level::Error},    Word{"alert", Level::Error},      Word{"emerg", Level::Error},
    Word{"warning", Level::Warning}, Word{"warn", Level::Warning},     Word{"info", Level::Info},
    Word{"notice", Level::Info},     Word{"information", Level::Info}, Word{"debug", Level::Debug},
    Word{"trace", Level::Debug},     Word{"fine", Level::Debug},       Word{"verbose", Level::Debug},
    Word{"dbg", Level::Debug},       Word{"inf", Level::Info},         Word{"wrn", Level::Warning},
};

bool equalsFolded(std::string_view text, std::string_view lower)
{
    return std::ranges::equal(text, lower, {}, [](char c) { return static_cast<char>(c | 0x20); });
}

Level levelOfWord(std::string_view word)
{
    if (word.size() < 3 || word.size() > 11)
        return Level::None;
    const auto found = std::ranges::find_if(words, [word](const Word &w) { return equalsFolded(word, w.text); });
    return found == words.end() ? Level::None : found->level;
}

// "E0102 15:04:05.678901"
Level klogLevel(std::string_view text)
{
    constexpr std::string_view letters = "IWEF";
    if (text.size() < 14 || letters.find(text[0]) == std::string_view::npos || text[5] != ' ' || text[8] != ':' ||
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

// The value after one of the usual names: level=warn, "level":"warn", lvl="eror", numbers as bunyan and pino write
// them.
Level keyedLevel(std::string_view text)
{
    for (size_t at = text.find_first_of("lLsS"); at != std::string_view::npos;
         at = text.find_first_of("lLsS", at + 1)) {
        if (at > 0 && isLetter(text[at - 1]))
            continue;
        const std::string_view name = wordAt(text, at);
        size_t value = at + name.size();
        if (!equalsFolded(name, "level") && !equalsFolded(name, "severity") && !equalsFolded(name, "lvl") &&
            !text.substr(at).starts_with("levelname"))
            continue;
        value = text.find_first_not_of("\" \t", value);
        if (value == std::string_view::npos || (text[value] != '=' && text[value] != ':'))
            continue;
        value = text.find_first_not_of("\" \t", value + 1);
        if (value == std::string_view::npos)
            return Level::None;
        if (isDigit(text[value]) && text.size() > value + 1 && text[value + 1] == '0')
            return text[value] >= '5'   ? Level::Error
                   : text[value] == '4' ? Level::Warning
                   : text[value] == '3' ? Level::Info
                                        : Level::Debug;
        if (const Level level = levelOfWord(wordAt(text, value)); level != Level::None)
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
        while (at < text.size() && !isLetter(text[at]))
            ++at;
        const std::string_view word = wordAt(text, at);
        const size_t end = at + word.size();
        const char before = at == 0 ? ' ' : text[at - 1];
        const char after = end == text.size() ? ' ' : text[end];
        const bool standsAlone = std::string_view(" [<(|:\t-").find(before) != std::string_view::npos &&
                                 std::string_view(" ]>)|:\t,").find(after) != std::string_view::npos;
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
    if (text.front() == '{' || text.find('=') != std::string_view::npos) {
        if (const Level level = keyedLevel(text); level != Level::None || text.front() == '{')
            return level;
    }
    if (const Level level = wordLevel(text); level != Level::None)
        return level;
    return isException(text) ? Level::Error : Level::None;
}

} // namespace podwright::logs
