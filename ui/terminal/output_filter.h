#pragma once

#include <QByteArray>

namespace podwright::ui::terminal {

// What of a program's output the terminal's library is given. Left out are strings that are for the desktop (title,
// clipboard, colours) or ask for answers; parameters are cut to what makes sense, and repeated characters written out:
// the library (0.1) crashes or hangs on longer ones. Holds no more than one sequence.
class OutputFilter
{
public:
    QByteArray pass(QByteArrayView bytes, int columns);
    void reset() { *this = {}; }

private:
    enum class State { Text, Escape, EscapeMore, Control, String, StringEscape };

    void take(char byte, int columns);
    void takeText(char byte);
    void takeEscape(char byte);
    void takeEscapeMore(char byte);
    void takeControl(char byte, int columns);
    void endControl(char command, int columns);
    void repeat(int columns);
    bool takeAnywhere(char byte);

    State m_state = State::Text;
    QByteArray m_sequence;  // what came after ESC, or ESC [
    QByteArray m_character; // the last one that was written
    QByteArray m_passed;
};

} // namespace podwright::ui::terminal
