#pragma once

#include <QByteArray>

namespace podwright::logs {

// How serious a line says it is. Rising; None: it does not say.
enum class Level : quint8 { None, Debug, Info, Warning, Error };
constexpr int levelCount = 5;

// Levels as a set; bit n is Level n.
using LevelMask = quint8;
constexpr LevelMask maskOf(Level level)
{
    return static_cast<LevelMask>(1 << static_cast<int>(level));
}

// Looks at the beginning of a line's text (no time stamp of the server, no escape sequences): klog's and glog's
// "E0102 15:04:05.6", logfmt's level=, JSON's "level" and "severity", "[2026-01-02T..] {file.py:1} ERROR -" of Airflow,
// Python's and log4j's words after date, thread or logger, words at the line's start, and the first line of a Python
// traceback. Fatal counts as Error, trace as Debug.
Level levelOf(QByteArrayView text);

} // namespace podwright::logs
