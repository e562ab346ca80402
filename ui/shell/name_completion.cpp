#include "ui/shell/name_completion.h"

#include "models/core/strings.h"
#include "models/kube/paths.h"
#include "models/session/namespace_objects.h"
#include "models/task/task_document.h"
#include "ui/designer/designer_page.h"

#include <QApplication>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTableView>

#include <array>

namespace podwright::ui::shell {

using core::Json;

namespace {

struct NamedField
{
    const char *argument;
    const char *group;    // "": the core API
    const char *resource; // "" with namespaces, which the session knows
    bool isNamespaced = true;
};

constexpr std::array namedFields{NamedField{"service_account_name", "", "serviceaccounts"},
                                 NamedField{"image_pull_secrets", "", "secrets"},
                                 NamedField{"configmaps", "", "configmaps"},
                                 NamedField{"secrets", "", "secrets"},
                                 NamedField{"priority_class_name", "scheduling.k8s.io", "priorityclasses", false},
                                 NamedField{"namespace", "", "", false}};

constexpr int secretColumn = 2, keyColumn = 3; // of the table of secrets

const NamedField *fieldAround(const QWidget *widget)
{
    for (; widget; widget = widget->parentWidget()) {
        for (const NamedField &field : namedFields) {
            if (widget->objectName() == QLatin1StringView(field.argument))
                return &field;
        }
    }
    return nullptr;
}

// The cell being edited if the line is in a table.
QModelIndex cellOf(const QWidget *line)
{
    for (const QWidget *widget = line; widget; widget = widget->parentWidget()) {
        if (const auto *table = qobject_cast<const QTableView *>(widget))
            return table->currentIndex();
    }
    return {};
}

kube::Request namesRequest(const NamedField &field, const std::string &ns)
{
    const std::string group = field.group;
    kube::Request request;
    request.path = (group.empty() ? "/api/v1/" : "/apis/" + group + "/v1/") +
                   (field.isNamespaced ? "namespaces/" + kube::escape(ns) + '/' : std::string()) + field.resource;
    request.query = {{"limit", "500"}};
    request.accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    return request;
}

QStringList namesOf(const Json &list)
{
    QStringList names;
    for (const Json &item : core::at(list, {"items"}))
        names += core::qt(core::textAt(item, {"metadata", "name"}));
    return names;
}

} // namespace

NameCompletion::NameCompletion(designer::DesignerPage &designer, session::SessionManager &sessions, QObject *parent)
    : QObject(parent)
    , m_designer(designer)
    , m_sessions(sessions)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { follow(now); });
}

session::ClusterSession *NameCompletion::session() const
{
    const task::TaskDocument *document = m_designer.currentDocument();
    const auto choice = document ? m_sessions.contextFor(document->task()) : core::Error();
    if (!choice)
        return nullptr;
    for (session::ClusterSession *known : m_sessions.sessions()) {
        if (known->context() == choice.value().context && known->state() == session::ConnectionState::Connected)
            return known;
    }
    return nullptr;
}

std::string NameCompletion::namespaceOfTask(const session::ClusterSession &session) const
{
    const Json &ns = m_designer.currentDocument()->task().argument("namespace");
    const std::string text = ns.is_string() ? ns.get<std::string>() : std::string();
    return text.empty() || text.find("{{") != std::string::npos ? session.defaultNamespace() : text;
}

void NameCompletion::follow(QWidget *focused)
{
    auto *line = qobject_cast<QLineEdit *>(focused);
    if (!focused || line == m_line)
        return;
    leave();
    const NamedField *field = line && m_designer.isAncestorOf(line) ? fieldAround(line) : nullptr;
    const session::ClusterSession *known = field ? session() : nullptr;
    if (!known)
        return;
    const QModelIndex cell = cellOf(line);
    if (cell.isValid() && cell.column() != secretColumn && cell.column() != keyColumn)
        return;
    m_line = line;
    line->installEventFilter(this);
    const std::string ns = namespaceOfTask(*known);
    if (cell.isValid() && cell.column() == keyColumn)
        ask(session::keysRequest(field->resource, ns,
                                 cell.siblingAtColumn(secretColumn).data(Qt::EditRole).toString().toStdString()),
            true);
    else if (*field->resource)
        ask(namesRequest(*field, ns), false);
    else
        offer(known->namespaces());
}

// What cannot be read is not offered; preflight says why.
void NameCompletion::ask(const kube::Request &request, bool isForKeys)
{
    m_asking = session()->client()->sendForJson(request, this, [this, isForKeys](const core::Result<Json> &answer) {
        if (!answer)
            return;
        QStringList names = isForKeys ? QStringList() : namesOf(answer.value());
        if (isForKeys) {
            for (const std::string &key : session::keysOf(answer.value()))
                names += core::qt(key);
        }
        offer(names);
    });
}

void NameCompletion::offer(const QStringList &names)
{
    if (!m_line || names.isEmpty())
        return;
    auto *completer = new QCompleter(names, m_line); // the line deletes it for the next one
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_line->setCompleter(completer);
    // A chosen name counts as typed.
    connect(completer, qOverload<const QString &>(&QCompleter::activated), m_line,
            [line = m_line](const QString &name) {
                line->setText(name);
                Q_EMIT line->textEdited(name);
            });
}

void NameCompletion::leave()
{
    m_asking.cancel();
    if (m_line) {
        m_line->removeEventFilter(this);
        m_line->setCompleter(nullptr);
    }
    m_line.clear();
}

// The arrow down shows all names.
bool NameCompletion::eventFilter(QObject *watched, QEvent *event)
{
    const bool isDown = event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down;
    if (!isDown || watched != m_line || !m_line->completer())
        return QObject::eventFilter(watched, event);
    m_line->completer()->setCompletionPrefix({});
    m_line->completer()->complete();
    return true;
}

} // namespace podwright::ui::shell
