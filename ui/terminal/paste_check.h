#pragma once

#include <QByteArray>
#include <QString>

namespace podwright::ui::terminal {

// What about a text makes it worth a question before it is pasted.
struct PasteCheck
{
    static constexpr qsizetype longest = 1024 * 1024; // characters

    qsizetype lines = 0;
    qsizetype controls = 0; // control characters but blanks and line breaks: they are left out
    bool isTooLong = false;
    QString preview = {}; // some lines, control characters made visible

    bool needsAnswer() const { return lines > 1 || controls > 0; }
};

PasteCheck checkPaste(const QString &text);

// As if it was typed: line breaks are Return, no other control character but Tab.
QByteArray typedText(const QString &text);

} // namespace podwright::ui::terminal
