#pragma once

#include "models/kube/log_window.h"

#include <QByteArray>
#include <QByteArrayView>

#include <deque>
#include <optional>
#include <string>

namespace podwright::kube {

// Joins the connections of one container instance's log into one log without loss or repeats. After a reconnect the
// server sends every record from a whole second on once more, in the same order and byte for byte, so what comes is
// aligned with what is known by sequence. All lines must carry the server's time stamps. A value without I/O; the
// algorithm is reference kubernetes-api §5.4.
class LogAligner
{
public:
    struct Output
    {
        QByteArray lines;       // new whole lines, each with its newline (the last of an instance may lack it)
        QByteArray message;     // a sentence of the node, not log
        bool gap = false;       // lines may be missing before `lines`:
        QByteArray lastBefore;  // the stamp of the last line before the gap
        QByteArray firstAfter;  // and of the first one behind it
        bool isForeign = false; // nothing known is in this log; with Gaps::Ask, nothing more is taken in until begin()
    };
    // What happens if nothing known is in the log: tell and wait for a decision, or go on after a gap mark.
    enum class Gaps { Ask, Accept };

    LogAligner() = default;
    // Goes on where resumeTime() and window() of an earlier aligner were taken.
    LogAligner(std::string resumeTime, const QByteArray &window);

    // A new connection, asked for with sinceTime = resumeTime() (without it as long as that is empty).
    void begin(Gaps gaps);
    Output feed(QByteArrayView bytes);
    // The connection broke: what came after the last newline will come again.
    void abandon();
    // The connection ended well, which may be the end of the log or not. Only messages come of it.
    Output pause();
    // The instance's log is complete: the rest after the last newline is its last line.
    Output finish();

    // RFC 3339, whole seconds, in the stamps' own zone; empty if no line was seen.
    const std::string &resumeTime() const { return m_since; }
    // What to keep for it: the last bytes of the lines that came.
    qsizetype windowLength() const { return m_last.length(); }
    QByteArray window() const { return m_last.text(); }
    bool isAligned() const { return m_mode == Mode::Aligned; }

private:
    enum class Mode { Aligned, Matching, Foreign };
    struct Line
    {
        QByteArray text = {}; // with its newline
        qint64 second = 0;    // see LogStamp; of the line before if it has no stamp; 0 if there is none
        bool hasStamp = false;
    };
    struct Start // a place in the window where the log that comes may begin
    {
        size_t next = 0; // the window's line that is expected
        bool isDead = false;
        std::optional<size_t> repeats = {}; // how many of m_incoming are known, once that is decided
    };

    void takeLine(QByteArray text, Output &output);
    void releaseUnstamped(Output &output);
    void place(Line line, Output &output);
    Line makeLine(QByteArray text);
    bool isOld(const Line &line) const;
    bool fits(const Line &incoming, const Line &known) const;
    void match(Line line, Output &output);
    void findStarts(const Line &first);
    void advance(Start &start, const Line &line) const;
    void settle(Output &output);
    void settleForeign(Output &output);
    void emitIncoming(size_t first, Output &output);
    void remember(const Output &output);
    std::deque<Line> lastLines() const;
    void raiseTo(qint64 second);
    void takeSentence(QByteArray text, Output &output);

    qint64 m_newest = 0;  // the greatest second seen
    qint64 m_border = 0;  // m_since as a second
    qint64 m_overlap = 0; // the window reaches back to here
    std::string m_since;  // one second before the newest, as text with the zone
    std::string m_zone = "Z";
    LogWindow m_last; // the log's last lines

    Mode m_mode = Mode::Aligned;
    Gaps m_gaps = Gaps::Accept;
    QByteArray m_carry;       // after the last newline
    QByteArray m_formerCarry; // of the connection before, in case this one brings nothing
    QByteArray m_unstamped;   // lines of a connection that has not sent a stamp yet
    bool m_sawStamp = false;
    std::deque<Line> m_window; // while matching: the last lines, one by one
    std::deque<Line> m_incoming;
    std::deque<Start> m_starts;
};

} // namespace podwright::kube
