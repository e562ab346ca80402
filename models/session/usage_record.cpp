#include "models/session/usage_record.h"

#include <algorithm>

namespace podwright::session {

void UsageRecord::add(const std::vector<runs::UsageSample> &samples)
{
    for (const runs::UsageSample &sample : samples) {
        std::vector<UsagePoint> &points = m_points[sample.container];
        const UsagePoint point{sample.at.toMSecsSinceEpoch(), sample.milliCores, sample.bytes};
        const auto place = std::ranges::lower_bound(points, point.at, {}, &UsagePoint::at);
        if (place != points.end() && place->at == point.at)
            continue;
        points.insert(place, point);
        if (points.size() > mostPoints)
            thin(points);
    }
}

// The older half, two and two.
void UsageRecord::thin(std::vector<UsagePoint> &points)
{
    std::vector<UsagePoint> kept;
    const size_t half = mostPoints / 2;
    for (size_t i = 0; i + 1 < half; i += 2)
        kept.push_back({points[i].at, std::max(points[i].milliCores, points[i + 1].milliCores),
                        std::max(points[i].bytes, points[i + 1].bytes)});
    kept.insert(kept.end(), points.begin() + half, points.end());
    points = std::move(kept);
}

std::vector<std::string> UsageRecord::containers() const
{
    std::vector<std::string> names;
    for (const auto &[name, points] : m_points)
        names.push_back(name);
    return names;
}

const std::vector<UsagePoint> &UsageRecord::points(const std::string &container) const
{
    static const std::vector<UsagePoint> none;
    const auto found = m_points.find(container);
    return found == m_points.end() ? none : found->second;
}

UsagePoint UsageRecord::peak(const std::string &container) const
{
    UsagePoint highest;
    for (const UsagePoint &point : points(container)) {
        highest.at = point.at;
        highest.milliCores = std::max(highest.milliCores, point.milliCores);
        highest.bytes = std::max(highest.bytes, point.bytes);
    }
    return highest;
}

} // namespace podwright::session
