#include "ui/widgets/item_chip.h"

#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace podwright::ui::widgets {

namespace {

constexpr int longestText = 360;

QString shown(QString text, const QFont &font)
{
    text.replace(u'\n', QChar(0x21b5));
    return text.isEmpty() ? QStringLiteral("\"\"") : QFontMetrics(font).elidedText(text, Qt::ElideRight, longestText);
}

} // namespace

ItemChip::ItemChip(const QString &text, QWidget *parent)
    : QFrame(parent)
{
    style::setProperty(this, "kind", "chip");
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(text);
    setAccessibleDescription(tr("Enter edits, Delete removes, Alt with an arrow moves"));
    setToolTip(text);
    auto *label = new QLabel(shown(text, style::codeFont()));
    label->setTextFormat(Qt::PlainText);
    label->setFont(style::codeFont());
    auto *remove = new QToolButton;
    remove->setIcon(style::icon(QStringLiteral("close")));
    remove->setIconSize({10, 10});
    remove->setFixedSize(16, 16);
    remove->setFocusPolicy(Qt::NoFocus);
    remove->setObjectName(QStringLiteral("remove"));
    remove->setAccessibleName(tr("Remove %1").arg(text));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(7, 1, 3, 1);
    layout->setSpacing(2);
    layout->addWidget(label);
    layout->addWidget(remove);
    setFixedHeight(22);
    connect(remove, &QToolButton::clicked, this, &ItemChip::removeRequested);
}

void ItemChip::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step != 0 && event->modifiers().testFlag(Qt::AltModifier))
        Q_EMIT moveRequested(step);
    else if (step != 0)
        Q_EMIT stepRequested(step);
    else if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        Q_EMIT removeRequested();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F2)
        Q_EMIT editRequested();
    else
        QFrame::keyPressEvent(event);
}

void ItemChip::mouseDoubleClickEvent(QMouseEvent *)
{
    Q_EMIT editRequested();
}

void ItemChip::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Edit"), this, &ItemChip::editRequested);
    menu.addAction(tr("Move left"), this, [this] { Q_EMIT moveRequested(-1); });
    menu.addAction(tr("Move right"), this, [this] { Q_EMIT moveRequested(1); });
    menu.addAction(tr("Remove"), this, &ItemChip::removeRequested);
    menu.exec(event->globalPos());
}

} // namespace podwright::ui::widgets
