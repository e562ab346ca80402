#include "ui/shell/name_guard.h"

#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/focus_return.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace podwright::ui::shell {

NameGuard::NameGuard(session::ProtectionGuard &guard, QWidget *parent)
    : QFrame(parent)
    , m_guard(guard)
    , m_text(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_confirm(new QPushButton(tr("Go on"), this))
{
    setObjectName(QStringLiteral("nameGuard"));
    style::setProperty(this, "kind", QStringLiteral("message"));
    style::setProperty(this, "tone", QStringLiteral("bad"));
    style::setProperty(m_text, "kind", QStringLiteral("heading"));
    m_text->setObjectName(QStringLiteral("guardText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_name->setObjectName(QStringLiteral("guardName"));
    m_name->setAccessibleName(tr("Name of the protected context"));
    m_name->setMinimumWidth(160);
    m_name->setMaximumWidth(360);
    m_confirm->setObjectName(QStringLiteral("guardConfirm"));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("guardCancel"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    layout->setSpacing(style::spaceSmall);
    layout->addWidget(m_text, 2);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_confirm);
    layout->addWidget(cancel);
    connect(m_name, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_confirm->setEnabled(text == m_guard.context()); });
    connect(m_name, &QLineEdit::returnPressed, this, &NameGuard::answer);
    connect(m_confirm, &QPushButton::clicked, this, &NameGuard::answer);
    connect(cancel, &QPushButton::clicked, &guard, &session::ProtectionGuard::dismiss);
    connect(&guard, &session::ProtectionGuard::questionChanged, this, &NameGuard::showQuestion);
    new widgets::FocusReturn(this);
    hide();
}

void NameGuard::showQuestion()
{
    m_name->clear();
    if (m_guard.context().isEmpty())
        return hide();
    m_text->setText(tr("%1 is protected. Type its name to %2.").arg(m_guard.context(), m_guard.what()));
    m_name->setPlaceholderText(m_guard.context());
    m_name->setAccessibleDescription(m_text->text());
    m_confirm->setEnabled(false);
    show();
    m_name->setFocus();
}

void NameGuard::answer()
{
    if (!m_guard.answer(m_name->text()))
        m_name->selectAll();
}

void NameGuard::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        m_guard.dismiss();
    else
        QFrame::keyPressEvent(event);
}

} // namespace podwright::ui::shell
