#pragma once

#include "models/core/job.h"
#include "models/session/cluster_session.h"
#include "models/session/needed_objects.h"

#include <QFrame>
#include <QPointer>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace podwright::ui::widgets {
class ValidationNote;
}

namespace podwright::ui::clusters {

class KeyValueRows;

// Makes what a task needs in a namespace. What will be sent stands beside the fields, without secret values; what the
// server has against it stands at the field it is about.
class CreatePanel : public QFrame
{
    Q_OBJECT
public:
    enum Kind { Namespace, Worker, PullSecret, PullSecretOfFile, Secret, ConfigMap };

    explicit CreatePanel(QWidget *parent = nullptr);
    static QStringList titles(); // of the kinds
    // Asked to go first: the guard of a protected context.
    using Pass = std::function<void(const QString &what, std::function<void()> go)>;
    void setPass(Pass pass) { m_pass = std::move(pass); }
    void open(Kind kind, session::ClusterSession *session, const QString &ns);
    void close(); // forgets what was typed

Q_SIGNALS:
    void created(int kind, const QString &name);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeLayout();
    void addField(const QString &caption, QWidget *field);
    void showFields();
    void refresh();
    core::Result<std::vector<core::Json>> objects() const;
    void readDockerConfig();
    void create();
    void send();
    void tell(const core::Result<QString> &result);
    void clearNotes();

    Kind m_kind = Namespace;
    Pass m_pass;
    QPointer<session::ClusterSession> m_session;
    QString m_namespace, m_dockerConfig;
    core::Job m_reading;
    QLabel *m_title;
    QFormLayout *m_fields;
    QLineEdit *m_name, *m_registry, *m_user, *m_password, *m_file;
    KeyValueRows *m_pairs;
    widgets::ValidationNote *m_nameNote, *m_dataNote, *m_note;
    QPlainTextEdit *m_preview;
    QPushButton *m_create;
};

} // namespace podwright::ui::clusters
