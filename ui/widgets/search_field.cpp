#include "ui/widgets/search_field.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>

namespace podwright::ui::widgets {

namespace {

constexpr int clearButtonRoom = 30;

} // namespace

SearchField::SearchField(const QString &placeholder, QWidget *parent)
    : QLineEdit(parent)
    , m_count(new QLabel(this))
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    addAction(style::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    style::setProperty(m_count, "kind", "hint");
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_count->hide();
}

void SearchField::setCount(const QString &text)
{
    m_count->setText(text);
    m_count->setVisible(!text.isEmpty());
    placeCount();
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && text().isEmpty())
        Q_EMIT leaveRequested();
    else if (event->key() == Qt::Key_Escape)
        clear();
    else if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        QLineEdit::keyPressEvent(event);
    else if (event->modifiers().testFlag(Qt::ShiftModifier))
        Q_EMIT previousRequested();
    else
        Q_EMIT nextRequested();
}

void SearchField::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    placeCount();
}

void SearchField::placeCount()
{
    const QSize size = m_count->sizeHint();
    m_count->setGeometry(width() - clearButtonRoom - size.width(), (height() - size.height()) / 2, size.width(),
                         size.height());
    setTextMargins(0, 0, m_count->isHidden() ? 0 : size.width() + 4, 0);
}

} // namespace podwright::ui::widgets
