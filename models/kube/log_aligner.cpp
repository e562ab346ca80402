#include "models/kube/log_aligner.h"

#include "models/kube/log_stamp.h"

#include <algorithm>
#include <utility>

namespace podwright::kube {

namespace {

constexpr qsizetype maximumLine = 32 * 1024 * 1024; // longer ones are cut, at the same place each time
constexpr qsizetype maximumSentence = 64 * 1024;    // more text without any stamp is log after all
constexpr int overlapSeconds = 2;
constexpr size_t wholeSeconds = 19; // length of "2026-01-01T00:00:00"

template<class Sink>
void splitLines(QByteArrayView text, Sink sink)
{
    while (!text.isEmpty()) {
        const qsizetype newline = text.indexOf('\n');
        const qsizetype length = newline < 0 ? text.size() : newline + 1;
        sink(text.first(length).toByteArray());
        text = text.sliced(length);
    }
}

} // namespace

LogAligner::LogAligner(std::string resumeTime, const QByteArray &window)
{
    const auto since = readLogStamp(
        QByteArray::fromStdString(resumeTime.insert(std::min(resumeTime.size(), wholeSeconds), ".000000000") + " "));
    if (!since)
        return;
    m_zone = since->zone;
    raiseTo(secondOfTime(timeOfSecond(since->second).addSecs(1)));
    if (!window.isEmpty())
        m_last.append(window);
}

// One line before the overlap stays: the rest of it may come again if it is a long one.
std::deque<LogAligner::Line> LogAligner::lastLines() const
{
    std::deque<Line> lines;
    qint64 second = 0;
    splitLines(m_last.text(), [&](QByteArray text) {
        const auto stamp = readLogStamp(text);
        second = stamp ? stamp->second : second;
        if (second < m_overlap && lines.size() == 1 && lines.front().second < m_overlap)
            lines.pop_front();
        lines.push_back({.text = std::move(text), .second = second, .hasStamp = stamp.has_value()});
    });
    return lines;
}

void LogAligner::begin(Gaps gaps)
{
    m_gaps = gaps;
    m_window = lastLines();
    m_mode = m_window.empty() ? Mode::Aligned : Mode::Matching;
    if (!m_carry.isEmpty())
        m_formerCarry = std::exchange(m_carry, {});
    m_sawStamp = false;
    m_unstamped.clear();
    m_incoming.clear();
    m_starts.clear();
}

LogAligner::Output LogAligner::feed(QByteArrayView bytes)
{
    Output output;
    while (m_mode != Mode::Foreign) {
        const qsizetype newline = bytes.indexOf('\n');
        if (newline < 0)
            break;
        if (m_mode == Mode::Aligned && m_sawStamp && m_carry.isEmpty()) { // no line needs a look
            const qsizetype end = bytes.lastIndexOf('\n') + 1;
            output.lines += bytes.first(end);
            bytes = bytes.sliced(end);
            break;
        }
        m_carry += bytes.first(newline + 1);
        bytes = bytes.sliced(newline + 1);
        takeLine(std::exchange(m_carry, {}), output);
    }
    if (m_mode != Mode::Foreign)
        m_carry += bytes;
    if (m_carry.size() > maximumLine) {
        const QByteArray rest = m_carry.sliced(maximumLine);
        takeLine(m_carry.first(maximumLine), output);
        m_carry = rest;
    }
    remember(output);
    return output;
}

void LogAligner::abandon()
{
    m_carry.clear();
    m_unstamped.clear();
}

LogAligner::Output LogAligner::pause()
{
    Output output;
    takeSentence(std::exchange(m_unstamped, {}), output);
    if (!m_carry.isEmpty() && !readLogStamp(m_carry))
        takeSentence(std::exchange(m_carry, {}), output);
    return output;
}

LogAligner::Output LogAligner::finish()
{
    Output output = pause();
    m_gaps = Gaps::Accept;
    if (m_carry.isEmpty() && !m_sawStamp)
        m_carry = m_formerCarry;
    m_formerCarry.clear();
    if (!m_carry.isEmpty())
        takeLine(std::exchange(m_carry, {}), output);
    remember(output);
    return output;
}

void LogAligner::takeSentence(QByteArray text, Output &output)
{
    text = text.trimmed();
    if (text.isEmpty() || isCutLogStamp(text))
        return;
    if (!output.message.isEmpty())
        output.message += '\n';
    output.message += text;
}

void LogAligner::takeLine(QByteArray text, Output &output)
{
    if (!m_sawStamp && !readLogStamp(text)) {
        m_unstamped += text;
        if (m_unstamped.size() > maximumSentence)
            releaseUnstamped(output);
        return;
    }
    releaseUnstamped(output);
    place(makeLine(std::move(text)), output);
}

void LogAligner::releaseUnstamped(Output &output)
{
    if (m_sawStamp)
        return;
    m_sawStamp = true;
    m_formerCarry.clear();
    splitLines(std::exchange(m_unstamped, {}), [&](QByteArray text) { place(makeLine(std::move(text)), output); });
}

LogAligner::Line LogAligner::makeLine(QByteArray text)
{
    Line line{.text = std::move(text)};
    if (const auto stamp = readLogStamp(line.text)) {
        line.second = stamp->second;
        line.hasStamp = true;
        m_zone = stamp->zone;
        return line;
    }
    line.second = m_incoming.empty() ? 0 : m_incoming.back().second;
    return line;
}

void LogAligner::place(Line line, Output &output)
{
    if (m_mode == Mode::Aligned)
        output.lines += line.text;
    else if (m_mode == Mode::Matching)
        match(std::move(line), output);
}

bool LogAligner::isOld(const Line &line) const
{
    return line.second < m_border || !line.hasStamp;
}

// A record before the border is not sent again: of an old line of several records only the rest may come.
bool LogAligner::fits(const Line &incoming, const Line &known) const
{
    return incoming.text == known.text || (isOld(known) && known.text.endsWith(incoming.text));
}

void LogAligner::match(Line line, Output &output)
{
    if (m_incoming.empty())
        findStarts(line);
    m_incoming.push_back(std::move(line));
    for (Start &start : m_starts)
        advance(start, m_incoming.back());
    settle(output);
}

void LogAligner::findStarts(const Line &first)
{
    m_starts.push_back({.next = 0});
    for (size_t i = 1; i < m_window.size(); ++i) {
        if (!isOld(m_window[i]) && m_window[i].text == first.text)
            m_starts.push_back({.next = i});
    }
}

void LogAligner::advance(Start &start, const Line &line) const
{
    if (start.isDead || start.repeats)
        return;
    for (; start.next < m_window.size(); ++start.next) {
        const Line &known = m_window[start.next];
        if (fits(line, known)) {
            if (++start.next == m_window.size())
                start.repeats = m_incoming.size();
            return;
        }
        if (!isOld(known)) {
            start.isDead = true;
            return;
        }
    }
    start.repeats = m_incoming.size() - 1;
}

// The longest overlap that is still possible decides, as soon as it has come to the window's end.
void LogAligner::settle(Output &output)
{
    while (!m_starts.empty() && m_starts.front().isDead)
        m_starts.pop_front();
    if (m_starts.empty()) {
        settleForeign(output);
    } else if (const auto repeats = m_starts.front().repeats) {
        m_mode = Mode::Aligned;
        emitIncoming(*repeats, output);
    }
}

void LogAligner::settleForeign(Output &output)
{
    if (m_gaps == Gaps::Ask) {
        m_mode = Mode::Foreign;
        m_carry.clear();
        m_incoming.clear();
        output.isForeign = true;
        return;
    }
    m_mode = Mode::Aligned;
    output.gap = true;
    output.lastBefore = logStampText(m_window.empty() ? QByteArray() : m_window.back().text);
    output.firstAfter = logStampText(m_incoming.empty() ? QByteArray() : m_incoming.front().text);
    m_last.clear();
    emitIncoming(0, output);
}

void LogAligner::emitIncoming(size_t first, Output &output)
{
    std::deque<Line> incoming = std::exchange(m_incoming, {});
    for (size_t i = first; i < incoming.size(); ++i)
        output.lines += incoming[i].text;
    m_starts.clear();
    m_window.clear();
}

void LogAligner::remember(const Output &output)
{
    if (output.lines.isEmpty())
        return;
    m_last.append(output.lines);
    if (const auto first = readLogStamp(output.lines)) {
        m_zone = first->zone;
        if (first->second > m_newest)
            raiseTo(first->second);
    }
    if (m_last.lastSecond() > m_newest)
        raiseTo(m_last.lastSecond());
    m_last.trim(m_overlap);
}

void LogAligner::raiseTo(qint64 second)
{
    const QDateTime newest = timeOfSecond(second);
    if (!newest.isValid())
        return;
    const QDateTime since = newest.addSecs(-1);
    m_newest = second;
    m_border = secondOfTime(since);
    m_overlap = secondOfTime(since.addSecs(-overlapSeconds));
    m_since = since.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")).toStdString() + m_zone;
}

} // namespace podwright::kube
