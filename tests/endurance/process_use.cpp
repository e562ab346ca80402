#include "tests/endurance/process_use.h"

#include <QDir>
#include <QFile>

#include <malloc.h>

#include <algorithm>

namespace podwright::support {
namespace {

constexpr double kilobytesInMegabyte = 1024;
constexpr double minutesInHour = 60;

// "VmRSS:     12345 kB"
double valueOf(const QByteArray &status, const char *name)
{
    const qsizetype at = status.indexOf(QByteArray(name) + ':');
    const QByteArray line = status.mid(at, status.indexOf('\n', at) - at);
    return line.mid(line.indexOf(':') + 1).simplified().split(' ').front().toDouble();
}

} // namespace

ProcessUse ProcessUse::now(double minutes)
{
    ::malloc_trim(0);
    QFile file(QStringLiteral("/proc/self/status"));
    const QByteArray status = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    file.close();
    const auto files =
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
    return {.minutes = minutes,
            .megabytes = valueOf(status, "RssAnon") / kilobytesInMegabyte,
            .resident = valueOf(status, "VmRSS") / kilobytesInMegabyte,
            .files = double(files.size()),
            .threads = valueOf(status, "Threads")};
}

double UseSeries::median(double ProcessUse::*what, size_t from, size_t end) const
{
    std::vector<double> values;
    for (size_t i = from; i < end; ++i)
        values.push_back(m_samples[i].*what);
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double UseSeries::growth(double ProcessUse::*what) const
{
    const size_t quarter = m_samples.size() / 4;
    return median(what, m_samples.size() - quarter, m_samples.size()) - median(what, 0, quarter);
}

double UseSeries::slope(double ProcessUse::*what) const
{
    double sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
    for (const ProcessUse &sample : m_samples) {
        const double x = sample.minutes / minutesInHour, y = sample.*what;
        sumX += x;
        sumY += y;
        sumXX += x * x;
        sumXY += x * y;
    }
    const auto count = double(m_samples.size());
    return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX);
}

QString UseSeries::summary() const
{
    QString text;
    const auto line = [&](const char *name, double ProcessUse::*what) {
        const auto [least, most] = std::ranges::minmax(m_samples, {}, what);
        text += QStringLiteral("%1: %2 at first, %3 at the end, least %4, most %5, %6 an hour\n")
                    .arg(QLatin1String(name), -10)
                    .arg(m_samples.front().*what, 0, 'f', 1)
                    .arg(m_samples.back().*what, 0, 'f', 1)
                    .arg(least.*what, 0, 'f', 1)
                    .arg(most.*what, 0, 'f', 1)
                    .arg(slope(what), 0, 'f', 2);
    };
    line("own MB", &ProcessUse::megabytes);
    line("resident", &ProcessUse::resident);
    line("files", &ProcessUse::files);
    line("threads", &ProcessUse::threads);
    return text;
}

} // namespace podwright::support
