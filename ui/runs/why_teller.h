#pragma once

#include "models/core/clock.h"
#include "models/session/node_look.h"
#include "models/session/pod_look.h"
#include "models/tables/run_row.h"

#include <QStringList>

namespace podwright::session {
class PendingNodes;
} // namespace podwright::session

namespace podwright::ui::widgets {
struct Message;
class MessageBar;
} // namespace podwright::ui::widgets

namespace podwright::ui::runs {

class RunDetails;
class RunList;

// Tells over the details why the chosen run or pod does not do what it is meant to, and what can be changed; again as
// soon as something of it changes, but not what the user has closed. Nodes are told as the Nodes tab has them.
class WhyTeller : public QObject
{
    Q_OBJECT
public:
    WhyTeller(session::RunCenter &center, session::SessionManager &sessions, const core::Clock &clock, RunList &list,
              RunDetails &details, widgets::MessageBar &message);

    void showRun(session::RunItem &item);         // as it is now
    void showPod(const session::BulkTarget &pod); // nobody follows it: it is asked for, for the details, too
    void stop();

Q_SIGNALS:
    void fieldChosen(const std::string &pointer); // of the run's task
    void rerunChosen(const std::vector<podwright::preflight::Edit> &edits);
    void notice(const QString &text);

private:
    struct Places // the nodes of a pod when they were last known
    {
        std::string uid;
        std::vector<preflight::NodeFit> fits;
        bool areLoadsKnown = true;
    };

    void watchRow();
    void takePod();
    void takeEvents();
    void tell();
    void tellRun();
    void tellPod();
    std::optional<preflight::Explanation> explain(preflight::Observation seen, session::ClusterSession *session);
    void addPlaces(preflight::Observation &seen);
    void addRemedies(widgets::Message &message, const preflight::Explanation &why);
    void show(const QString &topic, const widgets::Message &message);
    void showNothing();

    session::RunCenter &m_center;
    session::SessionManager &m_sessions;
    const core::Clock &m_clock;
    RunList &m_list;
    RunDetails &m_details;
    widgets::MessageBar &m_message;
    session::PendingNodes &m_nodes; // of the details
    session::NodeLook m_node;
    session::PodLook m_look;
    QTimer m_later; // that nothing happens is a reason, too
    QPointer<session::RunItem> m_item;
    Places m_places;
    std::string m_version; // of the pod's row when the pod was last asked for
    QString m_topic;       // what the message was last about; the user may have closed it
    QString m_told;        // the sentence as it was shown then
    QStringList m_actions;
};

} // namespace podwright::ui::runs
