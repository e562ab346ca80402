#include "ui/runs/pod_terminal_pane.h"

#include "models/session/command_words.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/terminal/terminal_pane.h"
#include "ui/terminal/terminal_view.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <utility>

namespace podwright::ui::runs {

using session::PodTerminal;

namespace {

QHBoxLayout *terminalBar()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(style::spaceSmall, style::grid, style::spaceSmall, style::grid);
    bar->setSpacing(style::spaceSmall);
    return bar;
}

} // namespace

PodTerminalPane::PodTerminalPane(session::SessionManager &sessions, session::TerminalTarget pod, QWidget *parent)
    : QWidget(parent)
    , m_pod(std::move(pod))
    , m_terminal(sessions)
    , m_pane(new terminal::TerminalPane)
    , m_container(new QComboBox)
    , m_open(new QPushButton)
    , m_state(new widgets::ElidedLabel)
    , m_hint(new widgets::ElidedLabel)
    , m_command(new QLineEdit)
    , m_run(new QPushButton(tr("Run")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(makeHead());
    layout->addWidget(m_pane, 1);
    layout->addLayout(makeCommandLine());
    const terminal::TerminalView *view = m_pane->view();
    connect(view, &terminal::TerminalView::input, this, &PodTerminalPane::type);
    connect(view, &terminal::TerminalView::sizeChanged, this, [this](int columns, int rows) {
        m_terminal.resize(columns, rows);
        refresh();
    });
    connect(&m_terminal, &PodTerminal::stateChanged, this, &PodTerminalPane::refresh);
    connect(&m_terminal, &PodTerminal::output, this, [this](const QByteArray &text) { m_pane->view()->feed(text); });
    connect(&m_terminal, &PodTerminal::errorOutput, this,
            [this](const QByteArray &text) { m_pane->view()->feed("\x1b[31m" + text + "\x1b[39m"); });
    refresh();
}

QHBoxLayout *PodTerminalPane::makeHead()
{
    m_container->setObjectName(QStringLiteral("terminalContainer"));
    m_container->setAccessibleName(tr("Container"));
    m_open->setObjectName(QStringLiteral("openTerminal.pane"));
    m_state->setObjectName(QStringLiteral("terminalState"));
    m_hint->setObjectName(QStringLiteral("terminalHint"));
    m_hint->showText(tr("Opens a shell in the container (Ctrl+Shift+T); looking here opens nothing."));
    for (widgets::ElidedLabel *label : {m_state, m_hint})
        style::setProperty(label, "kind", QStringLiteral("muted"));
    auto *bar = terminalBar();
    bar->addWidget(m_container);
    bar->addWidget(m_open);
    bar->addWidget(m_hint, 8);
    bar->addWidget(m_state, 1);
    connect(m_open, &QPushButton::clicked, this, &PodTerminalPane::toggle);
    return bar;
}

QHBoxLayout *PodTerminalPane::makeCommandLine()
{
    m_command->setObjectName(QStringLiteral("terminalCommand"));
    m_command->setAccessibleName(tr("Run a command"));
    m_command->setPlaceholderText(tr("Run a command, without a shell: ls -l /tmp"));
    m_command->setFont(style::codeFont());
    m_run->setObjectName(QStringLiteral("runCommand"));
    auto *bar = terminalBar();
    bar->addWidget(m_command, 1);
    bar->addWidget(m_run);
    connect(m_command, &QLineEdit::returnPressed, this, &PodTerminalPane::runCommand);
    connect(m_command, &QLineEdit::textChanged, this, &PodTerminalPane::refresh);
    connect(m_run, &QPushButton::clicked, this, &PodTerminalPane::runCommand);
    return bar;
}

// What runs goes on where it is; the choice is for what comes next.
void PodTerminalPane::setContainers(const QStringList &running)
{
    QStringList known;
    for (int i = 0; i < m_container->count(); ++i)
        known += m_container->itemText(i);
    if (known != running) {
        const QString chosen = m_container->currentText();
        m_container->clear();
        m_container->addItems(running);
        m_container->setCurrentIndex(std::max(0, static_cast<int>(running.indexOf(chosen))));
    }
    refresh();
}

session::TerminalTarget PodTerminalPane::target() const
{
    session::TerminalTarget chosen = m_pod;
    chosen.container = m_container->currentText().toStdString();
    return chosen;
}

void PodTerminalPane::open()
{
    open(session::PodTerminal::Consent::Needed);
}

void PodTerminalPane::open(session::PodTerminal::Consent consent)
{
    if (isActive() || m_container->count() == 0)
        return m_pane->setFocus();
    m_commandText.clear();
    m_terminal.resize(m_pane->view()->columns(), m_pane->view()->rows());
    m_terminal.openShell(target(), consent);
}

void PodTerminalPane::openIn(const QString &container)
{
    if (!isActive())
        m_container->setCurrentText(container);
    open(session::PodTerminal::Consent::Given);
}

void PodTerminalPane::toggle()
{
    if (isActive())
        m_terminal.close();
    else
        open();
}

void PodTerminalPane::runCommand()
{
    if (!m_run->isEnabled())
        return;
    const auto words = session::commandWords(m_command->text());
    if (!words)
        return m_pane->say({.tone = style::Tone::Bad, .text = words.error().text()});
    m_commandText = m_command->text();
    m_terminal.run(target(), *words);
}

void PodTerminalPane::type(const QByteArray &bytes)
{
    if (!m_terminal.write(bytes) && m_terminal.state() == PodTerminal::State::Open)
        m_pane->say({.tone = style::Tone::Waiting,
                     .text = tr("The container has not taken what was typed before; this was dropped.")});
}

void PodTerminalPane::refresh()
{
    const PodTerminal::State state = m_terminal.state();
    if (std::exchange(m_shown, state) != state) {
        if (state == PodTerminal::State::Connecting)
            begin();
        else if (state == PodTerminal::State::Ended)
            tellEnd();
        m_pane->view()->setLive(state == PodTerminal::State::Open && m_terminal.isShell());
        if (m_pane->view()->isLive() && isVisible())
            m_pane->setFocus();
    }
    const bool canStart = !isActive() && m_container->count() > 0;
    m_container->setEnabled(canStart);
    m_open->setText(isActive() ? tr("Close") : m_wasUsed ? tr("Open again") : tr("Open"));
    m_open->setAccessibleName(isActive() ? tr("Close the terminal") : tr("Open a terminal"));
    m_open->setEnabled(isActive() || canStart);
    m_open->setToolTip(canStart || isActive() ? QString() : tr("No container of the pod runs"));
    m_command->setEnabled(canStart);
    m_run->setEnabled(canStart && !m_command->text().trimmed().isEmpty());
    const QString size = QStringLiteral("%1 × %2").arg(m_pane->view()->columns()).arg(m_pane->view()->rows());
    m_state->showText(m_pane->view()->isLive() ? tr("%1 · %2").arg(m_terminal.stateText(), size)
                                               : m_terminal.stateText());
    m_hint->setVisible(!m_wasUsed);
}

void PodTerminalPane::begin()
{
    m_wasUsed = true;
    m_pane->dismiss();
    m_pane->view()->startAnew();
    if (!m_terminal.isShell()) {
        m_pane->note(QStringLiteral("$ ") + m_commandText);
        m_pane->view()->feed("\x1b[20h"); // its line feeds begin a line, as no terminal's driver makes them do it
    }
}

void PodTerminalPane::tellEnd()
{
    const auto &outcome = m_terminal.outcome();
    m_pane->note(m_terminal.stateText());
    if (!outcome || *outcome)
        return;
    const core::Error &error = outcome->error();
    m_pane->say({.tone = style::Tone::Bad, .text = error.message, .detail = error.hint});
}

} // namespace podwright::ui::runs
