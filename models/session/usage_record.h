#pragma once

#include "models/runs/usage_sample.h"

#include <map>
#include <vector>

namespace podwright::session {

struct UsagePoint
{
    qint64 at = 0; // ms since 1970
    qint64 milliCores = 0, bytes = 0;
    bool operator==(const UsagePoint &) const = default;
};

// What the containers of one pod took over time. Holds a bounded number of points: of long runs the older ones get
// further apart, each keeping the highest figures of those it stands for.
class UsageRecord
{
public:
    static constexpr size_t mostPoints = 4000; // of one container

    void add(const std::vector<runs::UsageSample> &samples); // in any order; the same time again is taken once
    void clear() { m_points.clear(); }
    bool isEmpty() const { return m_points.empty(); }
    std::vector<std::string> containers() const;
    const std::vector<UsagePoint> &points(const std::string &container) const; // oldest first
    UsagePoint peak(const std::string &container) const;                       // of each figure; when: the last time

private:
    static void thin(std::vector<UsagePoint> &points);
    std::map<std::string, std::vector<UsagePoint>> m_points;
};

} // namespace podwright::session
