#include "ui/clusters/kubeconfig_card.h"

#include "models/core/strings.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/validation_note.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace podwright::ui::clusters {

KubeconfigCard::KubeconfigCard(session::SessionManager &sessions, QWidget *parent)
    : QFrame(parent)
    , m_sessions(sessions)
    , m_file(new QLabel(this))
    , m_namespace(new QLineEdit(this))
    , m_save(new QPushButton(tr("Write namespace"), this))
    , m_current(new QPushButton(tr("Make current-context"), this))
    , m_note(new widgets::ValidationNote(this))
{
    setObjectName(QStringLiteral("kubeconfigCard"));
    style::setProperty(this, "surface", QStringLiteral("card"));
    style::setProperty(m_file, "kind", QStringLiteral("hint"));
    m_file->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_namespace->setObjectName(QStringLiteral("kubeconfigNamespace"));
    m_namespace->setAccessibleName(tr("Namespace of this context in the kubeconfig"));
    m_namespace->setPlaceholderText(QStringLiteral("default"));
    m_namespace->setMinimumWidth(100);
    m_namespace->setMaximumWidth(220);
    m_save->setObjectName(QStringLiteral("writeNamespace"));
    m_current->setObjectName(QStringLiteral("writeCurrentContext"));
    m_current->setToolTip(tr("What kubectl and other programs use, too"));
    auto *caption = new QLabel(tr("Namespace"), this);
    caption->setBuddy(m_namespace);
    auto *row = new QHBoxLayout;
    row->setSpacing(style::spaceSmall);
    row->addWidget(caption);
    row->addWidget(m_namespace, 1);
    row->addWidget(m_save);
    row->addStretch(1);
    row->addWidget(m_current);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::grid);
    layout->addWidget(m_file);
    layout->addLayout(row);
    layout->addWidget(m_note);
    connect(m_namespace, &QLineEdit::returnPressed, this, &KubeconfigCard::saveNamespace);
    connect(m_save, &QPushButton::clicked, this, &KubeconfigCard::saveNamespace);
    connect(m_current, &QPushButton::clicked, this, &KubeconfigCard::makeCurrent);
}

void KubeconfigCard::show(const kube::ContextInfo &context)
{
    const bool isOther = context.name != m_context.name || context.ns != m_context.ns;
    if (context.name != m_context.name)
        m_note->setNote(widgets::Mark::None, {});
    m_context = context;
    const bool isFile = !m_sessions.isBuiltIn(context.name) && context.name != QStringLiteral("in-cluster");
    setVisible(isFile);
    m_file->setText(tr("In the kubeconfig %1: written only by the buttons here").arg(context.file));
    m_file->setToolTip(context.file);
    if (isOther)
        m_namespace->setText(core::qt(context.ns));
}

void KubeconfigCard::saveNamespace()
{
    const QString ns = m_namespace->text().trimmed();
    m_sessions.writeNamespace(m_context.name, ns.toStdString(), this,
                              teller(tr("The namespace is in %1 now").arg(m_context.file)));
}

void KubeconfigCard::makeCurrent()
{
    m_sessions.writeCurrentContext(m_context.name, this,
                                   teller(tr("%1 is the current-context now").arg(m_context.name)));
}

session::SessionManager::WriteDone KubeconfigCard::teller(const QString &done)
{
    return [this, done, context = m_context.name](const core::Result<void> &written) {
        if (context != m_context.name)
            return;
        if (written)
            m_note->setNote(widgets::Mark::Advice, done);
        else
            m_note->setNote(widgets::Mark::Error, written.error().text());
    };
}

} // namespace podwright::ui::clusters
