#pragma once

#include "models/core/clock.h"
#include "models/kube/api_client.h"
#include "models/kube/log_stream.h"
#include "models/kube/resource_watch.h"
#include "models/session/bulk_action.h"
#include "models/session/log_feed.h"

#include <memory>
#include <vector>

namespace podwright::session {

// The logs of a pod's containers as its cluster gives them, followed; nothing of it is kept. What cannot be had stands
// as a notice between the lines.
class PodLogFeed : public LogFeed
{
    Q_OBJECT
public:
    // All must outlive it.
    PodLogFeed(logs::LogMerger &merger, const core::Clock &clock, SessionManager &sessions, BulkTarget pod,
               LogWish wish);
    ~PodLogFeed() override;

    void setHeld(bool isHeld) override;

private:
    void begin(kube::ApiClient &client);
    void takePod(kube::ApiClient &client, const core::Json &pod);
    void open(kube::ApiClient &client, const std::string &container);
    void openStream(kube::ApiClient &client, kube::LogRequest request, const QString &mark);
    void watch(kube::ApiClient &client);

    const core::Clock &m_clock;
    const BulkTarget m_pod;
    bool m_isHeld = false;
    std::vector<std::unique_ptr<kube::LogStream>> m_streams;
    std::unique_ptr<kube::ResourceWatch> m_podWatch, m_eventWatch;
};

} // namespace podwright::session
