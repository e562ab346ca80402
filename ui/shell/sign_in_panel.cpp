#include "ui/shell/sign_in_panel.h"

#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/terminal/terminal_pane.h"
#include "ui/terminal/terminal_view.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>

#include <utility>

namespace podwright::ui::shell {

using session::ConnectionState;
using session::SignIn;

namespace {

constexpr int terminalHeight = 220;
constexpr int lookForLinkAfter = 200; // milliseconds

void prepare(QLabel *label, const char *name, const char *kind)
{
    label->setObjectName(QLatin1StringView(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    style::setProperty(label, "kind", QLatin1StringView(kind));
}

} // namespace

QUrl lastLink(const QString &text)
{
    static const QRegularExpression link(QStringLiteral(R"(https?://[^\s"'<>`]*[\w/=])"));
    QUrl found;
    for (auto matches = link.globalMatch(text); matches.hasNext();)
        found = QUrl(matches.next().captured(), QUrl::StrictMode);
    return found.isValid() && !found.host().isEmpty() ? found : QUrl();
}

SignInPanel::SignInPanel(session::SessionManager &sessions, QWidget *parent)
    : QFrame(parent)
    , startAction(new QAction(tr("Sign in to the context"), this))
    , m_sessions(sessions)
    , m_signIn(sessions.signIn())
    , m_layout(new QVBoxLayout(this))
    , m_text(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_link(new QPushButton(this))
    , m_go(new QPushButton(tr("Sign in…"), this))
    , m_leave(new QPushButton(tr("Not now"), this))
{
    setObjectName(QStringLiteral("signInPanel"));
    style::setProperty(this, "kind", QStringLiteral("message"));
    prepare(m_text, "signInText", "heading");
    prepare(m_detail, "signInDetail", "muted");
    m_link->setObjectName(QStringLiteral("signInLink"));
    m_link->setAccessibleName(tr("Open the page that the plugin names"));
    m_go->setObjectName(QStringLiteral("signInGo"));
    m_leave->setObjectName(QStringLiteral("signInLeave"));
    style::setProperty(m_go, "kind", QStringLiteral("primary"));
    makeLayout();
    startAction->setObjectName(QStringLiteral("signInToContext"));
    connect(startAction, &QAction::triggered, this, &SignInPanel::start);
    sessions.offerSignIn();
    connect(m_go, &QPushButton::clicked, this, &SignInPanel::go);
    connect(m_leave, &QPushButton::clicked, this, &SignInPanel::leave);
    connect(&m_signIn, &SignIn::stateChanged, this, &SignInPanel::takeState);
    connect(&m_signIn, &SignIn::output, this, [this](const QByteArray &text) {
        if (m_terminal)
            m_terminal->view()->feed(text);
        if (!m_lookForLink.isActive())
            m_lookForLink.start(lookForLinkAfter);
    });
    m_lookForLink.setSingleShot(true);
    connect(&m_lookForLink, &QTimer::timeout, this, &SignInPanel::offerLink);
    connect(m_link, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(m_url); });
    connect(&sessions, &session::SessionManager::sessionChanged, this, &SignInPanel::refresh);
    connect(&sessions, &session::SessionManager::currentContextChanged, this, [this] {
        m_quiet.clear();
        refresh();
    });
    hide();
}

void SignInPanel::makeLayout()
{
    auto *texts = new QVBoxLayout;
    texts->setSpacing(style::grid);
    texts->addWidget(m_text);
    texts->addWidget(m_detail);
    auto *head = new QHBoxLayout;
    head->setSpacing(style::spaceSmall);
    head->addLayout(texts, 1);
    head->addWidget(m_link);
    head->addWidget(m_go);
    head->addWidget(m_leave);
    m_layout->setContentsMargins(style::space, style::spaceSmall, style::space, style::spaceSmall);
    m_layout->setSpacing(style::spaceSmall);
    m_layout->addLayout(head);
}

session::ClusterSession *SignInPanel::current() const
{
    return m_sessions.isLoaded() ? m_sessions.session(m_sessions.currentContext()) : nullptr;
}

bool SignInPanel::canStart() const
{
    const session::ClusterSession *session = current();
    return session && session->maySignIn() && !m_signIn.isRunning();
}

void SignInPanel::start()
{
    if (canStart())
        m_signIn.start(m_sessions.currentContext());
}

void SignInPanel::takeState()
{
    const SignIn::State before = std::exchange(m_shown, m_signIn.state());
    if (m_shown == SignIn::State::Running && before != SignIn::State::Running)
        openTerminal();
    refresh();
    if (m_shown == SignIn::State::Running)
        return m_terminal->setFocus(); // also when it was asked for once more
    if (m_shown != SignIn::State::Failed)
        dropTerminal();
    else if (m_terminal)
        m_terminal->view()->setLive(false);
    if (m_shown == SignIn::State::Failed)
        m_go->setFocus();
    if (m_shown == SignIn::State::Done && before == SignIn::State::Running)
        Q_EMIT signedIn(m_signIn.context());
}

void SignInPanel::openTerminal()
{
    dropTerminal();
    m_former = QApplication::focusWidget();
    m_terminal = new terminal::TerminalPane(this);
    m_terminal->setFixedHeight(terminalHeight);
    m_layout->addWidget(m_terminal);
    terminal::TerminalView *view = m_terminal->view();
    view->setAccessibleName(tr("Terminal of the sign-in"));
    view->setLive(true);
    connect(view, &terminal::TerminalView::sizeChanged, &m_signIn, &SignIn::resize);
    connect(view, &terminal::TerminalView::input, this, [this](const QByteArray &bytes) {
        if (!m_signIn.write(bytes) && m_signIn.isRunning() && m_terminal)
            m_terminal->say({.tone = style::Tone::Waiting,
                             .text = tr("The plugin has not taken what was typed before; this was dropped.")});
    });
}

// Opened only when it is asked for; the whole of it is in the tool tip.
void SignInPanel::offerLink()
{
    m_url = m_terminal && m_signIn.isRunning() ? lastLink(m_terminal->view()->text()) : QUrl();
    m_link->setVisible(m_url.isValid());
    m_link->setText(tr("Open %1").arg(m_url.host()));
    m_link->setToolTip(m_url.toDisplayString());
}

void SignInPanel::dropTerminal()
{
    if (!m_terminal)
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_terminal->hide();
    m_terminal->deleteLater();
    m_terminal = nullptr;
    if (hadFocus && m_former)
        m_former->setFocus();
}

void SignInPanel::refresh()
{
    const session::ClusterSession *session = current();
    const bool isRunning = m_signIn.isRunning();
    if (session && session->state() == ConnectionState::Connected) {
        m_quiet.clear();
        if (m_signIn.state() == SignIn::State::Failed && m_signIn.context() == session->context())
            return m_signIn.dismiss(); // somehow it did
    }
    const bool hasFailed = m_signIn.state() == SignIn::State::Failed;
    const bool isAsking = session && session->state() == ConnectionState::NeedsPerson && m_quiet != session->context();
    if (isRunning)
        showTexts(m_signIn.plugin().isEmpty()
                      ? tr("Signing in to %1").arg(m_signIn.context())
                      : tr("Signing in to %1 with %2").arg(m_signIn.context(), m_signIn.plugin()),
                  tr("Answer it here, in your own time. What is said here is not kept."), "");
    else if (hasFailed)
        showTexts(tr("Not signed in to %1").arg(m_signIn.context()), m_signIn.error()->text(), "bad");
    else if (isAsking)
        showTexts(tr("%1 needs you to sign in").arg(session->context()), session->reason(), "wait");
    startAction->setEnabled(canStart());
    m_go->setText(hasFailed ? tr("Try again") : tr("Sign in…"));
    m_go->setVisible(!isRunning);
    if (!isRunning || !m_url.isValid())
        offerLink();
    m_leave->setText(isRunning ? tr("Cancel") : hasFailed ? tr("Close") : tr("Not now"));
    m_leave->setToolTip(isRunning ? tr("Ends the plugin") : QString());
    setVisible(isRunning || hasFailed || isAsking);
}

void SignInPanel::showTexts(const QString &text, const QString &detail, const char *tone)
{
    m_text->setText(text);
    m_detail->setText(detail);
    setAccessibleName(text);
    setAccessibleDescription(detail);
    style::setProperty(this, "tone", QLatin1StringView(tone));
}

void SignInPanel::go()
{
    if (m_signIn.state() == SignIn::State::Failed)
        m_signIn.start(m_signIn.context());
    else
        start();
}

void SignInPanel::leave()
{
    const session::ClusterSession *session = current();
    if (session)
        m_quiet = session->context();
    if (m_signIn.isRunning())
        m_signIn.cancel();
    else
        m_signIn.dismiss();
    refresh();
}

void SignInPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_signIn.isRunning())
        leave();
    else
        QFrame::keyPressEvent(event);
}

} // namespace podwright::ui::shell
