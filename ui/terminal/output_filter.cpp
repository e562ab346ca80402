#include "ui/terminal/output_filter.h"

#include <algorithm>
#include <utility>

namespace podwright::ui::terminal {

namespace {

constexpr char escape = '\x1b';
constexpr qsizetype longestSequence = 96;
constexpr qsizetype longestEscape = 2; // characters between ESC and its last
constexpr qsizetype mostParameters = 16;
constexpr int mostDigits = 4;
constexpr int longestCharacter = 4; // bytes
// Does nothing, but the library then looks whether the cursor, restored just before, is still on a screen that shrank.
constexpr auto unknownMode = "\x1b[99l";

bool isC0(char byte)
{
    return static_cast<unsigned char>(byte) < 0x20;
}

bool isRestOfCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// The first digits of each number.
QByteArray withShortNumbers(const QByteArray &parameters)
{
    QByteArray result;
    int digits = 0;
    for (const char byte : parameters) {
        digits = byte >= '0' && byte <= '9' ? digits + 1 : 0;
        if (digits <= mostDigits)
            result += byte;
    }
    return result;
}

} // namespace

QByteArray OutputFilter::pass(QByteArrayView bytes, int columns)
{
    for (const char byte : bytes)
        take(byte, columns);
    return std::exchange(m_passed, {});
}

void OutputFilter::take(char byte, int columns)
{
    if (takeAnywhere(byte))
        return;
    switch (m_state) {
    case State::Text:
        return takeText(byte);
    case State::Escape:
        return takeEscape(byte);
    case State::EscapeMore:
        return takeEscapeMore(byte);
    case State::Control:
        return takeControl(byte, columns);
    case State::String:
        if (byte == '\a')
            m_state = State::Text;
        return;
    case State::StringEscape:
        m_state = State::Text;
        if (byte != '\\')
            takeEscape(byte);
        return;
    }
}

// What ends or interrupts a sequence wherever it is.
bool OutputFilter::takeAnywhere(char byte)
{
    const bool isInString = m_state == State::String || m_state == State::StringEscape;
    if (byte == escape) {
        m_state = isInString ? State::StringEscape : State::Escape;
        m_sequence.clear();
    } else if (byte == '\x18' || byte == '\x1a') { // CAN, SUB
        m_state = State::Text;
    } else if (isC0(byte) && !isInString) {
        m_passed += byte;
    } else {
        return false;
    }
    return true;
}

void OutputFilter::takeText(char byte)
{
    m_passed += byte;
    if (!isRestOfCharacter(byte))
        m_character.clear();
    if (m_character.size() < longestCharacter)
        m_character += byte;
}

void OutputFilter::takeEscape(char byte)
{
    if (byte == '[') {
        m_state = State::Control;
    } else if (QByteArrayView("]PX^_").contains(byte)) {
        m_state = State::String;
    } else if (byte >= ' ' && byte <= '/') {
        m_state = State::EscapeMore;
        m_sequence = QByteArray(1, byte);
    } else {
        m_state = State::Text;
        m_passed += escape;
        m_passed += byte;
        if (byte == '8')
            m_passed += unknownMode;
    }
}

// With a blank they would change the form of what keys say.
void OutputFilter::takeEscapeMore(char byte)
{
    if (byte >= ' ' && byte <= '/') {
        if (m_sequence.size() <= longestEscape)
            m_sequence += byte;
        return;
    }
    m_state = State::Text;
    if (m_sequence.size() <= longestEscape && m_sequence[0] != ' ')
        m_passed += escape + m_sequence + byte;
}

void OutputFilter::takeControl(char byte, int columns)
{
    if (byte >= ' ' && byte <= '?') {
        if (m_sequence.size() <= longestSequence)
            m_sequence += byte;
        return;
    }
    m_state = State::Text;
    if (byte >= '@' && byte <= '~')
        endControl(byte, columns);
}

void OutputFilter::endControl(char command, int columns)
{
    const auto separators = m_sequence.count(';') + m_sequence.count(':');
    if (m_sequence.size() > longestSequence || separators >= mostParameters)
        return;
    if (command == 'b')
        return repeat(columns);
    m_passed += "\x1b[" + withShortNumbers(m_sequence) + command;
}

void OutputFilter::repeat(int columns)
{
    const int count = std::clamp(withShortNumbers(m_sequence).toInt(), 1, columns);
    m_passed += m_character.repeated(count);
}

} // namespace podwright::ui::terminal
