#pragma once

#include "models/core/result.h"

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <string>

namespace podwright::core {

// A terminal of this machine, seen from the side of the one who sits before it; a process is put on the other side with
// runOnTerminal(). Belongs to the thread that made it, which never waits. Its end hangs up on whoever is still there.
class PseudoTerminal : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype mostUnsent = 64 * 1024; // bytes that the process has not taken

    // Errors: Io, the machine gives none.
    static Result<std::unique_ptr<PseudoTerminal>> open(int columns, int rows);
    ~PseudoTerminal() override;

    const std::string &path() const { return m_path; }
    bool write(QByteArrayView input); // false: nothing is taken, too much waits already
    void resize(int columns, int rows);
    void read(); // tells now what has come

Q_SIGNALS:
    void output(const QByteArray &text);

private:
    PseudoTerminal(int ours, int theirs, std::string path);
    void send();

    const int m_ours;
    const int m_theirs; // held so that there is no hang-up between one process and the next
    const std::string m_path;
    QByteArray m_unsent;
    QSocketNotifier m_readable, m_writable;
};

} // namespace podwright::core
