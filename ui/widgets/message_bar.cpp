#include "ui/widgets/message_bar.h"

#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/focus_return.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace podwright::ui::widgets {

namespace {

constexpr int narrowWidth = 360;

QLabel *label(const char *kind)
{
    auto *result = new QLabel;
    style::setProperty(result, "kind", QLatin1StringView(kind));
    result->setTextFormat(Qt::PlainText);
    result->setWordWrap(true);
    result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return result;
}

constexpr std::array<const char *, 5> toneNames{"", "ok", "", "wait", "bad"};

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_text(label("heading"))
    , m_detail(label("muted"))
    , m_body(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_actions(new QHBoxLayout)
{
    style::setProperty(this, "kind", "message");
    setObjectName(QStringLiteral("messageBar"));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(style::grid);
    texts->addWidget(m_text);
    texts->addWidget(m_detail);
    m_actions->setSpacing(style::spaceSmall);
    auto *close = new QToolButton;
    close->setIcon(style::icon(QStringLiteral("close")));
    close->setObjectName(QStringLiteral("closeMessage"));
    close->setAccessibleName(tr("Close the message"));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
    m_body->setSpacing(style::space);
    m_body->addLayout(texts, 1);
    m_body->addLayout(m_actions);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::space, style::spaceSmall, style::spaceSmall, style::spaceSmall);
    layout->setSpacing(style::space);
    layout->addLayout(m_body, 1);
    layout->addWidget(close);
    new FocusReturn(this);
    hide();
}

void MessageBar::showMessage(const Message &message)
{
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    setTexts(message);
    show();
    for (const MessageAction &action : message.actions)
        addAction(action);
}

void MessageBar::retell(const Message &message)
{
    if (!isHidden())
        setTexts(message);
}

void MessageBar::setTexts(const Message &message)
{
    style::setProperty(this, "tone", QLatin1StringView(toneNames[static_cast<size_t>(message.tone)]));
    m_text->setText(message.text);
    m_detail->setText(message.detail);
    m_detail->setVisible(!message.detail.isEmpty());
    setAccessibleName(message.text);
    setAccessibleDescription(message.detail);
}

void MessageBar::addAction(const MessageAction &action)
{
    auto *button = new QPushButton(action.text, this);
    button->setObjectName(QStringLiteral("message.") + action.text);
    button->setAccessibleName(action.text);
    button->setAutoDefault(true);
    if (action.isPrimary)
        style::setProperty(button, "kind", "primary");
    m_actions->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, run = action.run] {
        dismiss();
        if (run)
            run();
    });
    button->show(); // the layout would do it later, and what is not seen gets no focus
    if (action.isPrimary)
        button->setFocus();
}

void MessageBar::dismiss()
{
    hide();
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

// In a narrow pane the actions stand below what they are about.
void MessageBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    const bool isNarrow = event->size().width() < narrowWidth;
    m_body->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_body->setAlignment(m_actions, isNarrow ? Qt::AlignLeft : Qt::Alignment());
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

QLayout *roomFor(MessageBar *bar)
{
    auto *room = new QVBoxLayout;
    room->setContentsMargins(style::spaceSmall, 0, style::spaceSmall, 0);
    room->addWidget(bar);
    return room;
}

} // namespace podwright::ui::widgets
