#include "ui/designer/code_page.h"

#include "ui/designer/trouble.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace podwright::ui::designer {

CodePage::CodePage(CodeLanguage language, const QString &objectName, const QString &accessibleName, QWidget *parent)
    : PreviewPage(parent)
    , m_layout(new QVBoxLayout(this))
    , m_bar(new QHBoxLayout)
    , m_message(new widgets::MessageBar)
    , m_notes(new QLabel)
    , m_view(new CodeView(language))
{
    m_view->setObjectName(objectName);
    m_view->setAccessibleName(accessibleName);
    m_notes->setObjectName(objectName + QStringLiteral(".notes"));
    m_notes->setAccessibleName(tr("Notes about this text"));
    m_notes->setWordWrap(true);
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes->setContentsMargins(style::space, style::grid, style::space, style::spaceSmall);
    m_notes->hide();
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addLayout(m_bar);
    m_layout->addLayout(widgets::roomFor(m_message));
    m_layout->addWidget(m_notes);
    m_layout->addWidget(m_view, 1);
}

void CodePage::addBelowBar(QWidget *widget)
{
    m_layout->insertWidget(1, widget);
}

void CodePage::showNotes(const QStringList &notes, bool isWarning)
{
    const QString bullet = QStringLiteral("•  ");
    m_notes->setText(notes.isEmpty() ? QString() : bullet + notes.join(u'\n' + bullet));
    style::setProperty(m_notes, "kind", isWarning ? "warning" : "muted");
    m_notes->setVisible(!notes.isEmpty());
}

void CodePage::showTrouble(const core::Error &error, bool leadsToField)
{
    showNotes({});
    const auto goTo = [this](const std::string &pointer) { Q_EMIT fieldRequested(pointer); };
    m_message->showMessage(troubleOf(error, leadsToField ? GoToField(goTo) : GoToField()));
}

void CodePage::dismissTrouble()
{
    m_message->dismiss();
}

} // namespace podwright::ui::designer
