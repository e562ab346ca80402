#pragma once

#include "models/task/task.h"

#include <utility>

namespace podwright::task {

// Collects what checks find.
class Report
{
public:
    void error(std::string id, std::string pointer, QString message, QString fix = {})
    {
        add(Problem::Severity::Error, std::move(id), std::move(pointer), std::move(message), std::move(fix));
    }
    void warning(std::string id, std::string pointer, QString message, QString fix = {})
    {
        add(Problem::Severity::Warning, std::move(id), std::move(pointer), std::move(message), std::move(fix));
    }
    void advice(std::string id, std::string pointer, QString message, QString fix = {})
    {
        add(Problem::Severity::Advice, std::move(id), std::move(pointer), std::move(message), std::move(fix));
    }

    size_t size() const { return m_problems.size(); }
    Problems take() { return std::exchange(m_problems, {}); }

private:
    void add(Problem::Severity severity, std::string id, std::string pointer, QString message, QString fix)
    {
        m_problems.push_back({.severity = severity,
                              .id = std::move(id),
                              .pointer = std::move(pointer),
                              .message = std::move(message),
                              .fix = std::move(fix)});
    }

    Problems m_problems;
};

} // namespace podwright::task
