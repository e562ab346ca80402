#pragma once

#include "models/runs/history.h"

#include <QTest>

// A history as the tests ask it.
namespace podwright::runs::test {

inline RunState aRun(const std::string &id, Stage stage = Stage::Running)
{
    RunState state;
    state.plan.id = id;
    state.plan.task.arguments["task_id"] = "t-" + id;
    state.stage = stage;
    state.started = QDateTime::fromSecsSinceEpoch(1'700'000'000 + qint64(id.size()), Qt::UTC);
    return state;
}

template<class Value, class Ask>
Value answer(Ask ask)
{
    std::optional<Value> got;
    QObject context;
    ask(&context, [&got](Value value) { got.emplace(std::move(value)); });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(got.has_value(), 30000); }();
    if constexpr (std::is_constructible_v<Value, core::Error>)
        return got ? std::move(*got) : Value(core::Error{});
    else
        return got.value_or(Value());
}

inline QByteArray logText(History &history)
{
    QByteArray text;
    std::optional<core::Error> error;
    bool isRead = false;
    QObject context;
    history.readLog("r", "base", &context, [&](const core::Result<QByteArray> &piece, const History::GoOn &goOn) {
        isRead = !piece || piece->isEmpty();
        if (piece)
            text += *piece;
        else
            error = piece.error();
        goOn();
    });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(isRead, 30000); }();
    return error ? error->text().toUtf8() : text;
}

inline std::vector<RunSummary> listed(History &history)
{
    return answer<std::vector<RunSummary>>([&](QObject *context, auto done) { history.list(context, done); });
}

} // namespace podwright::runs::test
