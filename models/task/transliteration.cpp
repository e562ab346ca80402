#include "models/task/transliteration.h"

#include <string_view>
#include <unordered_map>

namespace podwright::task {

namespace {

// Lower-case letters that do not decompose into an ASCII letter and marks: Latin, Greek, Cyrillic; a few signs.
const std::unordered_map<char16_t, std::string_view> &letters()
{
    // clang-format off
    static const std::unordered_map<char16_t, std::string_view> table = {
        {0x00df, "ss"}, {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "th"}, {0x0111, "d"}, {0x0127, "h"},
        {0x0131, "i"}, {0x0138, "k"}, {0x0142, "l"}, {0x014b, "ng"}, {0x0153, "oe"}, {0x0167, "t"}, {0x0180, "b"},
        {0x0183, "b"}, {0x0185, "6"}, {0x0188, "c"}, {0x018c, "d"}, {0x018d, "d"}, {0x0192, "f"}, {0x0195, "hv"},
        {0x0199, "k"}, {0x019a, "l"}, {0x019b, "l"}, {0x019e, "n"}, {0x01a3, "oi"}, {0x01a5, "p"}, {0x01a8, "2"},
        {0x01aa, "sh"}, {0x01ab, "t"}, {0x01ad, "t"}, {0x01b4, "y"}, {0x01b6, "z"}, {0x01b9, "zh"}, {0x01ba, "zh"},
        {0x01bb, "2"}, {0x01bd, "5"}, {0x01be, "ts"}, {0x01bf, "w"}, {0x01e5, "g"}, {0x021d, "y"}, {0x0221, "d"},
        {0x0223, "ou"}, {0x0225, "z"}, {0x0234, "l"}, {0x0235, "n"}, {0x0236, "t"}, {0x0237, "j"}, {0x0238, "db"},
        {0x0239, "qp"}, {0x023c, "c"}, {0x023f, "s"}, {0x0240, "z"}, {0x0247, "e"}, {0x0249, "j"}, {0x024b, "q"},
        {0x024d, "r"}, {0x024f, "y"}, {0x03b1, "a"}, {0x03b2, "b"}, {0x03b3, "g"}, {0x03b4, "d"}, {0x03b5, "e"},
        {0x03b6, "z"}, {0x03b7, "e"}, {0x03b8, "th"}, {0x03b9, "i"}, {0x03ba, "k"}, {0x03bb, "l"}, {0x03bc, "m"},
        {0x03bd, "n"}, {0x03be, "x"}, {0x03bf, "o"}, {0x03c0, "p"}, {0x03c1, "r"}, {0x03c2, "s"}, {0x03c3, "s"},
        {0x03c4, "t"}, {0x03c5, "u"}, {0x03c6, "ph"}, {0x03c7, "kh"}, {0x03c8, "ps"}, {0x03c9, "o"}, {0x0430, "a"},
        {0x0431, "b"}, {0x0432, "v"}, {0x0433, "g"}, {0x0434, "d"}, {0x0435, "e"}, {0x0436, "zh"}, {0x0437, "z"},
        {0x0438, "i"}, {0x043a, "k"}, {0x043b, "l"}, {0x043c, "m"}, {0x043d, "n"}, {0x043e, "o"}, {0x043f, "p"},
        {0x0440, "r"}, {0x0441, "s"}, {0x0442, "t"}, {0x0443, "u"}, {0x0444, "f"}, {0x0445, "kh"}, {0x0446, "ts"},
        {0x0447, "ch"}, {0x0448, "sh"}, {0x0449, "shch"}, {0x044a, ""}, {0x044b, "y"}, {0x044c, ""}, {0x044d, "e"},
        {0x044e, "iu"}, {0x044f, "ia"}, {0x0452, "dj"}, {0x0454, "ie"}, {0x0455, "dz"}, {0x0456, "i"}, {0x0458, "j"},
        {0x0459, "lj"}, {0x045a, "nj"}, {0x045b, "tsh"}, {0x045f, "dzh"}, {0x00d7, "x"}, {0x00b0, "deg"},
    };
    // clang-format on
    return table;
}

bool isQuote(char16_t letter)
{
    return letter == 0x2018 || letter == 0x2019 || letter == 0x201b || letter == 0x02bc;
}

void append(std::string &latin, char16_t letter)
{
    const auto found = letters().find(letter);
    if (letter < 0x80)
        latin += static_cast<char>(letter);
    else if (found != letters().end())
        latin += found->second;
    else if (!QChar(letter).isMark() && !isQuote(letter))
        latin += ' ';
}

} // namespace

std::string toLowerLatin(const QString &text)
{
    std::string latin;
    for (const QChar letter : text.normalized(QString::NormalizationForm_KD).toLower())
        append(latin, letter.unicode());
    return latin;
}

} // namespace podwright::task
