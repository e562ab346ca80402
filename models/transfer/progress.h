#pragma once

#include <QtGlobal>

#include <atomic>

namespace podwright::transfer {

// How far a copy is. Written on its thread, read on any.
struct Progress
{
    std::atomic<qint64> bytes = 0, files = 0;
    std::atomic<qint64> totalBytes = 0; // 0: not known
};

} // namespace podwright::transfer
