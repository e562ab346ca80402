#include "ui/clusters/cluster_head.h"

#include "models/core/strings.h"
#include "models/kube/exec_advice.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip_label.h"
#include "ui/widgets/elided_label.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace podwright::ui::clusters {
namespace {

const QString pluginPrefix = QStringLiteral("exec plugin ");

QPushButton *button(const QString &name, const QString &text, const QString &kind, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    made->setObjectName(name);
    made->setAccessibleName(text);
    style::setProperty(made, "kind", kind);
    return made;
}

QIcon swatch(const QString &color)
{
    const auto token = style::markToken(color);
    QPixmap picture(12, 12);
    picture.fill(token ? style::color(*token) : Qt::transparent);
    return picture;
}

QString titleOf(const QString &color)
{
    return color.left(1).toUpper() + color.mid(1);
}

} // namespace

ClusterHead::ClusterHead(session::SessionManager &sessions, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_name(new widgets::ElidedLabel(this, Qt::ElideMiddle))
    , m_server(new widgets::ElidedLabel(this))
    , m_stateText(new QLabel(this))
    , m_color(new QComboBox(this))
    , m_protect(button(QStringLiteral("protect"), tr("Protect"), {}, this))
    , m_use(button(QStringLiteral("useContext"), tr("Use this context"), QStringLiteral("primary"), this))
    , m_connect(button(QStringLiteral("connectContext"), tr("Connect"), QStringLiteral("link"), this))
    , m_login(button(QStringLiteral("copyLogin"), tr("Copy sign-in command"), QStringLiteral("link"), this))
    , m_signIn(button(QStringLiteral("signIn"), tr("Sign in…"), QStringLiteral("link"), this))
{
    QFont title = style::strongFont();
    title.setPixelSize(16);
    m_name->setFont(title);
    m_name->setObjectName(QStringLiteral("clusterName"));
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed); // as wide as the name, if the buttons leave that
    style::setProperty(m_server, "kind", QStringLiteral("muted"));
    m_color->setObjectName(QStringLiteral("clusterColor"));
    m_color->setAccessibleName(tr("Colour of this cluster"));
    m_color->addItem(tr("No colour"), QString());
    for (const QString &color : session::ClusterMarks::colors())
        m_color->addItem(titleOf(color), color);
    m_protect->setToolTip(tr("Ask for this context's name before anything is launched or deleted there"));
    auto *row = new QHBoxLayout;
    row->setSpacing(style::spaceSmall);
    row->addWidget(m_name);
    row->addWidget(m_server, 1);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_color), static_cast<QWidget *>(m_protect), static_cast<QWidget *>(m_use)})
        row->addWidget(widget);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(style::space);
    layout->addLayout(row);
    m_protected = banner(QStringLiteral("protectedBanner"),
                         new QLabel(tr("Launching and deleting here asks for the cluster's name.")));
    auto *change = button(QStringLiteral("unprotect"), tr("Change"), QStringLiteral("link"), this);
    change->setAccessibleName(tr("No longer protect this context"));
    m_protected->layout()->addWidget(change);
    m_insecure = banner(QStringLiteral("insecureBanner"),
                        new QLabel(tr("The server's certificate is not checked (insecure-skip-tls-verify): whoever is "
                                      "between can read and change everything, tokens too.")));
    m_state = banner(QStringLiteral("stateBanner"), m_stateText);
    m_signIn->setToolTip(tr("Opens a terminal in which the sign-in command can ask you"));
    m_state->layout()->addWidget(m_signIn);
    m_state->layout()->addWidget(m_login);
    m_state->layout()->addWidget(m_connect);
    m_stateText->setObjectName(QStringLiteral("clusterStateText"));
    for (QFrame *frame : {m_protected, m_insecure, m_state})
        layout->addWidget(frame);
    connect(m_color, &QComboBox::activated, this,
            [this](int index) { m_sessions.marks().setColor(m_context, m_color->itemData(index).toString()); });
    connect(m_protect, &QPushButton::clicked, this, [this] { m_sessions.marks().setProtected(m_context, true); });
    connect(change, &QPushButton::clicked, this, [this] { m_sessions.marks().setProtected(m_context, false); });
    connect(m_use, &QPushButton::clicked, this, &ClusterHead::useRequested);
    connect(m_connect, &QPushButton::clicked, this, &ClusterHead::connectRequested);
    connect(m_login, &QPushButton::clicked, this, &ClusterHead::copyLogin);
    connect(m_signIn, &QPushButton::clicked, this, [this] { m_sessions.signIn().start(m_context.name); });
}

QFrame *ClusterHead::banner(const QString &name, QLabel *text)
{
    auto *frame = new QFrame(this);
    frame->setObjectName(name);
    style::setProperty(frame, "kind", QStringLiteral("banner"));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QHBoxLayout(frame);
    layout->setContentsMargins(style::space, style::spaceSmall, style::spaceSmall, style::spaceSmall);
    if (text != m_stateText) {
        auto *chip = new widgets::ChipLabel(frame);
        const bool isProtected = name == QStringLiteral("protectedBanner");
        chip->setChip(isProtected ? tr("protected") : tr("insecure"), style::Tone::Bad);
        layout->addWidget(chip);
    }
    layout->addWidget(text, 1);
    return frame;
}

void ClusterHead::show(const kube::ContextInfo &context, const session::ClusterSession *session)
{
    m_context = context;
    m_name->showText(context.name);
    m_server->showText(core::qt(context.server));
    showMarks(context);
    showState(context, session);
}

void ClusterHead::showMarks(const kube::ContextInfo &context)
{
    const session::ClusterMark mark = m_sessions.marks().of(context);
    for (int i = 1; i < m_color->count(); ++i)
        m_color->setItemIcon(i, swatch(m_color->itemData(i).toString()));
    m_color->setCurrentIndex(std::max(0, m_color->findData(mark.color)));
    m_protected->setVisible(mark.isProtected);
    m_protect->setVisible(!mark.isProtected);
    m_insecure->setVisible(context.skipsTlsVerify);
    const bool isUsed = m_sessions.currentContext() == context.name;
    m_use->setEnabled(!isUsed);
    m_use->setText(isUsed ? tr("In use") : tr("Use this context"));
}

void ClusterHead::showState(const kube::ContextInfo &context, const session::ClusterSession *session)
{
    using session::ConnectionState;
    const bool isSandbox = m_sessions.isBuiltIn(context.name);
    const bool hasFailed = session && session::hasFailed(session->state());
    const bool isWaiting = session && session->state() == ConnectionState::NeedsPerson;
    m_state->setVisible(!session || session->state() != ConnectionState::Connected);
    style::setProperty(m_state, "tone",
                       isWaiting   ? QStringLiteral("wait")
                       : hasFailed ? QStringLiteral("bad")
                                   : QStringLiteral("neutral"));
    m_connect->setVisible(!session || hasFailed);
    m_connect->setText(hasFailed ? tr("Retry") : isSandbox ? tr("Start the sandbox") : tr("Connect"));
    m_signIn->setVisible(session && session->maySignIn());
    m_login->setVisible(hasFailed && context.signIn.startsWith(pluginPrefix));
    if (session)
        m_stateText->setText(session->stateText());
    else if (isSandbox)
        m_stateText->setText(tr("A cluster on this machine that comes with Podwright. It runs pods as confined local "
                                "processes; it starts when it is used."));
    else if (context.signIn.startsWith(pluginPrefix))
        m_stateText->setText(tr("Not connected. Connecting runs the command \"%1\" of the kubeconfig.")
                                 .arg(context.signIn.mid(pluginPrefix.size())));
    else
        m_stateText->setText(tr("Not connected."));
}

void ClusterHead::copyLogin() const
{
    QGuiApplication::clipboard()->setText(kube::loginAdvice(m_context.signIn.mid(pluginPrefix.size()), m_context.name));
}

} // namespace podwright::ui::clusters
