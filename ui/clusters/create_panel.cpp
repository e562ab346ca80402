#include "ui/clusters/create_panel.h"

#include "models/core/files.h"
#include "ui/clusters/key_value_rows.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/validation_note.h"

#include <QDir>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace podwright::ui::clusters {

using widgets::Mark;

namespace {

constexpr qint64 largestDockerConfig = 1024 * 1024;

QLineEdit *line(const QString &name, const QString &accessibleName, const QString &hint, QWidget *parent)
{
    auto *made = new QLineEdit(parent);
    made->setObjectName(name);
    made->setAccessibleName(accessibleName);
    made->setPlaceholderText(hint);
    return made;
}

} // namespace

QStringList CreatePanel::titles()
{
    return {tr("Namespace"),
            tr("Service account for KPO workers"),
            tr("Pull secret, typed"),
            tr("Pull secret of a docker config"),
            tr("Secret"),
            tr("Config map")};
}

CreatePanel::CreatePanel(QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_fields(new QFormLayout)
    , m_name(line(QStringLiteral("newName"), tr("Name"), tr("lower-case letters, digits, hyphens"), this))
    , m_registry(line(QStringLiteral("newRegistry"), tr("Registry"), tr("empty: Docker Hub"), this))
    , m_user(line(QStringLiteral("newUser"), tr("User"), {}, this))
    , m_password(line(QStringLiteral("newPassword"), tr("Password or token"), {}, this))
    , m_file(line(QStringLiteral("newDockerConfig"), tr("Docker config file"), {}, this))
    , m_pairs(new KeyValueRows(this))
    , m_nameNote(new widgets::ValidationNote(this))
    , m_dataNote(new widgets::ValidationNote(this))
    , m_note(new widgets::ValidationNote(this))
    , m_preview(new QPlainTextEdit(this))
    , m_create(new QPushButton(tr("Create"), this))
{
    setObjectName(QStringLiteral("createPanel"));
    style::setProperty(this, "surface", QStringLiteral("card"));
    style::setProperty(m_title, "kind", QStringLiteral("heading"));
    style::setProperty(m_create, "kind", QStringLiteral("primary"));
    m_create->setObjectName(QStringLiteral("createObject"));
    m_nameNote->setObjectName(QStringLiteral("newNameNote"));
    m_dataNote->setObjectName(QStringLiteral("newDataNote"));
    m_note->setObjectName(QStringLiteral("newNote"));
    m_password->setEchoMode(QLineEdit::Password);
    m_preview->setObjectName(QStringLiteral("newPreview"));
    m_preview->setAccessibleName(tr("What will be sent"));
    m_preview->setReadOnly(true);
    m_preview->setTabChangesFocus(true);
    m_preview->setFont(style::codeFont());
    style::setProperty(m_preview, "kind", QStringLiteral("field"));
    makeLayout();
    for (QLineEdit *edit : {m_name, m_registry, m_user, m_password}) {
        connect(edit, &QLineEdit::textEdited, this, &CreatePanel::refresh);
        connect(edit, &QLineEdit::returnPressed, this, &CreatePanel::create);
    }
    connect(m_file, &QLineEdit::editingFinished, this, &CreatePanel::readDockerConfig);
    connect(m_pairs, &KeyValueRows::edited, this, &CreatePanel::refresh);
    connect(m_create, &QPushButton::clicked, this, &CreatePanel::create);
    hide();
}

void CreatePanel::makeLayout()
{
    auto *cancel = new QPushButton(tr("Close"), this);
    cancel->setObjectName(QStringLiteral("closeCreate"));
    connect(cancel, &QPushButton::clicked, this, &CreatePanel::close);
    m_fields->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_fields->setVerticalSpacing(style::spaceSmall);
    addField(tr("Name"), m_name);
    m_fields->addRow(QString(), m_nameNote);
    addField(tr("Registry"), m_registry);
    addField(tr("User"), m_user);
    addField(tr("Password"), m_password);
    addField(tr("File"), m_file);
    addField(tr("Data"), m_pairs);
    m_fields->addRow(QString(), m_dataNote);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(style::spaceSmall);
    buttons->addWidget(m_create);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    auto *left = new QVBoxLayout;
    left->setSpacing(style::spaceSmall);
    left->addWidget(m_title);
    left->addLayout(m_fields);
    left->addWidget(m_note);
    left->addLayout(buttons);
    left->addStretch(1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space, style::space, style::space, style::space);
    layout->setSpacing(style::spaceLarge);
    layout->addLayout(left, 1);
    layout->addWidget(m_preview, 1);
}

void CreatePanel::addField(const QString &caption, QWidget *field)
{
    auto *label = new QLabel(caption, this);
    label->setBuddy(field);
    m_fields->addRow(label, field);
}

void CreatePanel::open(Kind kind, session::ClusterSession *session, const QString &ns)
{
    close();
    m_kind = kind;
    m_session = session;
    m_namespace = ns;
    m_title->setText(kind == Namespace ? tr("New: %1").arg(titles()[kind])
                                       : tr("New in %1: %2").arg(ns, titles()[kind]));
    m_pairs->setSecret(kind == Secret);
    m_preview->setFixedHeight(kind == Worker ? 320 : 170);
    if (kind == PullSecretOfFile) {
        m_file->setText(QDir::homePath() + QStringLiteral("/.docker/config.json"));
        readDockerConfig();
    }
    showFields();
    refresh();
    show();
    m_name->setFocus();
}

void CreatePanel::close()
{
    m_reading.cancel();
    for (QLineEdit *edit : {m_name, m_registry, m_user, m_password, m_file})
        edit->clear();
    m_pairs->clear();
    m_dockerConfig.clear();
    clearNotes();
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void CreatePanel::showFields()
{
    const auto setShown = [this](QWidget *field, bool isShown) {
        field->setVisible(isShown);
        m_fields->labelForField(field)->setVisible(isShown);
    };
    for (QLineEdit *edit : {m_registry, m_user, m_password})
        setShown(edit, m_kind == PullSecret);
    setShown(m_file, m_kind == PullSecretOfFile);
    setShown(m_pairs, m_kind == Secret || m_kind == ConfigMap);
}

core::Result<std::vector<core::Json>> CreatePanel::objects() const
{
    namespace needed = session::needed;
    const std::string ns = m_namespace.toStdString(), name = m_name->text().trimmed().toStdString();
    switch (m_kind) {
    case Namespace:
        return std::vector{needed::ofNamespace(name)};
    case Worker:
        return needed::worker(ns, name);
    case PullSecret:
        return std::vector{needed::pullSecret(ns, name, m_registry->text().trimmed().toStdString(),
                                              m_user->text().toStdString(), m_password->text().toStdString())};
    case PullSecretOfFile: {
        auto made = needed::pullSecretOf(ns, name, m_dockerConfig.toStdString());
        if (!made)
            return made.error();
        return std::vector{std::move(*made)};
    }
    case Secret:
        return std::vector{needed::secret(ns, name, m_pairs->pairs())};
    case ConfigMap:
        break;
    }
    return std::vector{needed::configMap(ns, name, m_pairs->pairs())};
}

void CreatePanel::refresh()
{
    clearNotes();
    const auto made = objects();
    m_preview->setPlainText(made ? QString::fromStdString(session::needed::shown(made.value())) : QString());
    m_create->setEnabled(made && !m_name->text().trimmed().isEmpty());
    if (!made && m_kind == PullSecretOfFile && !m_reading.isRunning())
        m_note->setNote(Mark::Error, made.error().text());
}

void CreatePanel::readDockerConfig()
{
    const QString path = m_file->text().trimmed();
    m_dockerConfig.clear();
    m_reading.start([path](std::stop_token) { return core::readFile(path, largestDockerConfig); },
                    [this](const core::Result<QByteArray> &content) {
                        if (content)
                            m_dockerConfig = QString::fromUtf8(content.value());
                        refresh();
                        if (!content)
                            m_note->setNote(Mark::Error, content.error().text());
                    });
}

void CreatePanel::create()
{
    if (!m_create->isEnabled() || !m_session)
        return;
    const QString what = tr("create %1").arg(m_name->text().trimmed());
    m_pass ? m_pass(what, [this] { send(); }) : send();
}

void CreatePanel::send()
{
    auto made = objects();
    if (!made || !m_session || !m_session->client())
        return;
    clearNotes();
    m_create->setEnabled(false);
    session::createAll(*m_session->client(), std::move(*made), this,
                       [this](const core::Result<QString> &result) { tell(result); });
}

void CreatePanel::tell(const core::Result<QString> &result)
{
    m_create->setEnabled(true);
    if (!result) {
        const QString field = session::needed::fieldOf(result.error());
        auto *note = field == QStringLiteral("name")  ? m_nameNote
                     : field == QStringLiteral("key") ? m_dataNote
                                                      : m_note;
        note->setNote(Mark::Error, result.error().text());
        m_name->setFocus();
        return;
    }
    const QString name = m_name->text().trimmed();
    close();
    Q_EMIT created(m_kind, name);
}

void CreatePanel::clearNotes()
{
    for (widgets::ValidationNote *note : {m_nameNote, m_dataNote, m_note})
        note->setNote(Mark::None, {});
}

void CreatePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace podwright::ui::clusters
