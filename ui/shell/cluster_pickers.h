#pragma once

#include "models/session/session_manager.h"
#include "ui/style/status.h"

#include <QHash>
#include <QWidget>

namespace podwright::ui::widgets {
class ChipLabel;
}

namespace podwright::ui::shell {

class Picker;

// Context and namespace, always in view. The namespace chosen is what the run table watches; it can be typed where
// listing namespaces is forbidden.
class ClusterPickers : public QWidget
{
    Q_OBJECT
public:
    explicit ClusterPickers(session::SessionManager &sessions, QWidget *parent = nullptr);

    Picker *contextPicker() const { return m_contexts; }
    Picker *namespacePicker() const { return m_namespaces; }
    session::ClusterSession *session() const;
    QString chosenNamespace() const { return m_chosen.value(m_sessions.currentContext()); } // empty: all
    void openContexts();

Q_SIGNALS:
    void namespaceChosen(const QString &ns); // empty: all namespaces

private:
    void refreshContexts();
    void refreshNamespaces();
    void chooseNamespace(const QString &ns);
    void remember(const QString &ns);
    void refreshMarks();

    session::SessionManager &m_sessions;
    Picker *m_contexts;
    Picker *m_namespaces;
    widgets::ChipLabel *m_protected, *m_insecure;
    QHash<QString, QString> m_chosen; // by context
};

// Connecting, needs the person: waiting; Connected: good; else bad.
style::Tone toneOf(session::ConnectionState state);

} // namespace podwright::ui::shell
