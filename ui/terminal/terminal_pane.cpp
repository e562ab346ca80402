#include "ui/terminal/terminal_pane.h"

#include "ui/terminal/paste_check.h"
#include "ui/terminal/terminal_view.h"
#include "ui/widgets/message_bar.h"

#include <QVBoxLayout>

namespace podwright::ui::terminal {

namespace {

QString question(const PasteCheck &check)
{
    QString text = check.lines > 1 ? TerminalPane::tr("Paste %1 lines into the terminal?").arg(check.lines)
                                   : TerminalPane::tr("Paste this into the terminal?");
    if (check.controls > 0)
        text += u' ' + TerminalPane::tr("Its control characters (%1) are left out.").arg(check.controls);
    return text;
}

} // namespace

TerminalPane::TerminalPane(QWidget *parent)
    : QWidget(parent)
    , m_message(new widgets::MessageBar(this))
    , m_view(new TerminalView(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(widgets::roomFor(m_message));
    layout->addWidget(m_view, 1);
    setFocusProxy(m_view);
    connect(m_view, &TerminalView::pasteAsked, this, &TerminalPane::paste);
}

void TerminalPane::say(const widgets::Message &message)
{
    m_message->showMessage(message);
}

void TerminalPane::dismiss()
{
    m_message->dismiss();
}

void TerminalPane::note(const QString &text)
{
    QString plain = text;
    plain.removeIf([](QChar character) { return character.category() == QChar::Other_Control; });
    m_view->startAnew();
    m_view->feed("\x1b[90m" + plain.toUtf8() + "\x1b[m\r\n");
}

void TerminalPane::paste(const QString &text)
{
    const PasteCheck check = checkPaste(text);
    if (check.isTooLong)
        return say({.tone = style::Tone::Bad,
                    .text = tr("That is too long to be pasted (%1 characters, at most %2).")
                                .arg(text.size())
                                .arg(PasteCheck::longest),
                    .detail = tr("Copy it into the container as a file instead.")});
    if (check.needsAnswer())
        return ask(text);
    m_view->paste(text);
}

void TerminalPane::ask(const QString &text)
{
    const PasteCheck check = checkPaste(text);
    const auto goBack = [this] { m_view->setFocus(); };
    say({.tone = style::Tone::Waiting,
         .text = question(check),
         .detail = check.preview,
         .actions = {{.text = tr("Paste"),
                      .run =
                          [this, text, goBack] {
                              m_view->paste(text);
                              goBack();
                          }},
                     {.text = tr("Do not paste"), .run = goBack, .isPrimary = true}}});
}

} // namespace podwright::ui::terminal
