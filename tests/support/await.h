#pragma once

#include "models/core/result.h"

#include <QDeadlineTimer>
#include <QTest>

#include <functional>
#include <memory>
#include <optional>

namespace podwright::support {

// Turns the event loop until `condition` holds; false after ten seconds.
inline bool waitUntil(const std::function<bool()> &condition)
{
    return QTest::qWaitFor(condition, 10000);
}

// The result that `start` hands to its callback. A result that never comes is an error of kind Cancelled.
template<class T>
core::Result<T> await(const std::function<void(std::function<void(core::Result<T>)>)> &start)
{
    const auto result = std::make_shared<std::optional<core::Result<T>>>();
    start([result](core::Result<T> value) { *result = std::move(value); });
    if (waitUntil([&] { return result->has_value(); }))
        return **result;
    return core::Error{.kind = core::Error::Kind::Cancelled, .message = QStringLiteral("no result came")};
}

} // namespace podwright::support
